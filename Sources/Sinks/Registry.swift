// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Topology

/// The outputs that this target offers to topology files.
package let registry = Registry(outputs: [ArchiveOutputPlan.spec])
