// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Testing

/// An actor whose idle wait is a mailbox: the shape of the archive writer.
private actor Counter: Poller {
    private nonisolated let executor = PollingExecutor(name: "counter")
    nonisolated let mailbox = Mailbox<Int>()
    private var sum = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    nonisolated func start() { executor.start(polling: self) }
    nonisolated func poll() { assumeIsolated { $0.takeMessages(waiting: executor.hasJobs ? .zero : .seconds(3600)) } }
    nonisolated func wake() { mailbox.wake() }
    nonisolated func finish() { executor.finish() }

    private func takeMessages(waiting limit: Duration) {
        for number in mailbox.take(waiting: limit) { sum += number }
    }

    /// A job between two polls; messages sent before it may still wait, so it takes them first.
    func total() -> Int {
        takeMessages(waiting: .zero)
        return sum
    }
}

@Suite(.timeLimit(.minutes(5)))
struct PollingExecutorTests {
    @Test func anActorCallInterruptsAPollThatWouldWaitForAnHour() async {
        let counter = Counter()
        counter.start()
        for number in 1...100 { counter.mailbox.send(number) }
        #expect(await counter.total() == 5050)
        counter.finish()
    }

    @Test func callsFromManyTasksAreServedOneByOne() async {
        let counter = Counter()
        counter.start()
        await withTaskGroup(of: Void.self) { group in
            for number in 1...50 {
                group.addTask {
                    counter.mailbox.send(number)
                    _ = await counter.total()
                }
            }
        }
        #expect(await counter.total() == 1275)
        counter.finish()
    }

    @Test func anActorWhoseThreadHasEndedStillAnswers() async {
        let counter = Counter()
        counter.start()
        counter.mailbox.send(7)
        #expect(await counter.total() == 7)
        counter.finish()
        for _ in 0..<20 { #expect(await counter.total() == 7) }
    }

    @Test func jobsSentBeforeTheStartRunAfterIt() async {
        let counter = Counter()
        async let total = counter.total()
        counter.start()
        #expect(await total == 0)
        counter.finish()
    }
}
