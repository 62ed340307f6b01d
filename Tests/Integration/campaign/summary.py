# Sluice
# SPDX-License-Identifier: Apache-2.0
"""What a campaign tells: a line a round, a table at the end."""
import statistics


def round_line(round, verdict):
    faults = " ".join(f"{kind}:{count}" for kind, count in sorted(round.kinds.items()))
    kind = f"one root, {round.on_rewind}" if round.has_one_root else f"{len(round.roots)} roots"
    seconds = max((seconds for _, seconds, _ in round.times), default=0)
    return (f"round {round.number} ({kind}): {'FAILED' if round.failures else 'passed'}; produced "
            f"{verdict.get('records', '?')}, lost {verdict.get('lost', '?')}, doubled {verdict.get('doubled', '?')}, "
            f"audit {verdict.get('audit', '?')}; steps died at {sum(round.steps.values())}; {faults}; "
            f"worst time to go on {seconds:.1f} s")


class Totals:
    def __init__(self):
        self.passed = self.failed = self.audit_failures = 0
        self.sums = dict.fromkeys(("records", "archived", "lost", "doubled", "foreign", "absent_allowed", "lives"), 0)
        self.kinds, self.steps, self.times, self.skipped_kinds = {}, {}, {}, set()

    def add(self, round, verdict):
        if round.failures:
            self.failed += 1
        else:
            self.passed += 1
        self.audit_failures += verdict.get("audit", 0) != 0
        for name in self.sums:
            self.sums[name] += verdict.get(name, 0)
        for into, counted in ((self.kinds, round.kinds), (self.steps, round.steps)):
            for name, count in counted.items():
                into[name] = into.get(name, 0) + count
        for kind, seconds, stall in round.times:
            self.times.setdefault(kind, []).append((seconds, stall))

    def lines(self, minutes, seed):
        yield f"campaign of {minutes:.1f} minutes, seed {seed}: {self.passed + self.failed} rounds"
        for name, text in (("records", "records produced"), ("lives", "lives of topics"), ("archived", "rows archived"),
                           ("lost", "lost"), ("doubled", "doubled"),
                           ("foreign", "rows that are no record of the topic"),
                           ("absent_allowed", "deleted or skipped unread, by an operator")):
            yield f"  {text:<46}{self.sums[name]:>9}"
        yield f"  {'audits that failed':<46}{self.audit_failures:>9}"
        yield f"  {'deaths by kill -9 at a moment':<46}{self.kinds.get('kill -9', 0):>9}"
        yield f"  {'deaths by kill -9 at a step of the protocol':<46}{sum(self.steps.values()):>9}"
        yield f"  {'steps: ' + ', '.join(f'{name} {count}' for name, count in sorted(self.steps.items()))}"
        yield f"{'fault':<24}{'times':>6}{'to go on: median':>18}{'worst':>8}{'longest stall':>15}"
        for kind, pairs in sorted(self.times.items()):
            seconds = [one for one, _ in pairs]
            yield (f"{kind:<24}{self.kinds[kind]:>6}{statistics.median(seconds):>16.1f} s{max(seconds):>6.1f} s"
                   f"{max(stall for _, stall in pairs):>13.1f} s")
        for kind in sorted(self.skipped_kinds):
            yield f"{kind:<24}     - not possible here"
        yield "to go on: from the fault's end until every partition has published records again, epochs' age included;"
        yield "longest stall: of any partition, from before the fault until then"
