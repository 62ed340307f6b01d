// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Testing

@Suite(.timeLimit(.minutes(5)))
struct MailboxTests {
    @Test func messagesComeOutAllAtOnceAndInOrder() {
        let mailbox = Mailbox<Int>()
        for number in 0..<5 { mailbox.send(number) }
        #expect(mailbox.take() == [0, 1, 2, 3, 4])
        #expect(mailbox.take().isEmpty)
    }

    @Test func aWakeBeforeTheWaitIsNotLost() {
        let mailbox = Mailbox<Int>()
        mailbox.wake()
        #expect(mailbox.take(waiting: .seconds(3600)).isEmpty)
    }

    @Test func aWaitEndsAtItsLimit() {
        #expect(Mailbox<Int>().take(waiting: .milliseconds(1)).isEmpty)
    }

    @Test func theOwnerIsToldOfEachMessage() {
        let told = Locked(0)
        let mailbox = Mailbox<Int> { told.withLock { $0 += 1 } }
        mailbox.send(1)
        mailbox.send(2)
        #expect(told.withLock { $0 } == 2)
    }
}
