// Sluice
// SPDX-License-Identifier: Apache-2.0

@main
enum Sluice {
    static func main() async {}
}
