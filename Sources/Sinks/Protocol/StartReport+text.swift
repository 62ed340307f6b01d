// Sluice
// SPDX-License-Identifier: Apache-2.0

extension StartReport: CustomStringConvertible {
    package var description: String {
        switch self {
        case .firstStart(let position, let option):
            "first start at offset \(position) (start: \(option.rawValue))"
        case .groupOffsetLost(let position):
            "the group has no committed offset any more; going on at offset \(position), where the archive ends"
        case .rewound(let committed, let published, let option):
            "the group's offset \(committed) lies before offset \(published), up to which the archive is published; "
                + "\(option.consequence) (on_rewind: \(option.rawValue))"
        case .keptWhole(let range):
            "the epoch of offsets \(range.first) to \(range.next - 1) stays: its beginning cannot be read again "
                + "here, since the log has lost it or another root has read it; reading goes on behind it"
        case .skippedByOperator(let range):
            "offsets \(range.first) to \(range.next - 1) are skipped: the group's offset was moved past them"
        case .metadataNotOurs:
            "the metadata of the group's offset are not from sluice; the position is committed anew"
        case .lostByRetention(let range):
            "offsets \(range.first) to \(range.next - 1) were deleted by the topic's retention before they were read"
        case .newIncarnation(let reason, let logStart):
            "\(reason.text): the topic was re-created or truncated; reading it from its start at offset \(logStart)"
        }
    }
}

extension NewIncarnationReason {
    fileprivate var text: String {
        switch self {
        case .recordDiffers: "the last record that was read is now another one"
        case .logEndsBefore: "the log ends before the last record that was read"
        case .logStartFell: "the log starts before the start that was recorded"
        case .nothingProved: "the group has no offset and no published record can be re-read"
        case .positionBeyondEnd: "the committed offset lies beyond the end of the log"
        }
    }
}

extension RewindOption {
    fileprivate var consequence: String {
        switch self {
        case .skip: "what is published is skipped"
        case .supersede: "what is read again takes the place of the published epochs"
        case .append: "what is read again is archived once more"
        }
    }
}
