// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records

/// What stages share on a thread: buffers that outlive the record at hand.
struct StageTools: ~Copyable {
    var evaluator = Evaluator()
    /// Text of a moment.
    var text = ByteBuffer()
}
