# Sluice
# SPDX-License-Identifier: Apache-2.0
"""`sluice monitor` beside three brokers that are hurt in every way.

usage: scripts/compare-burrow faults [--dir DIR] [--kafka VERSION] [--keep] [CASE...]

Group `live` reads all and commits, group `stuck` commits the same offset again and again: while anything happens,
`stuck` must never be called OK once its lag was seen, and the monitor must not end. Ends with `N passed, N failed`.
"""
import argparse
import pathlib
import shutil
import sys
import tempfile
import time
import traceback

from .faultcases import CASES
from .faultfield import Field, Fault


def main():
    parser = argparse.ArgumentParser(prog="scripts/compare-burrow faults")
    parser.add_argument("--dir")
    parser.add_argument("--kafka", default="4.3.1")
    parser.add_argument("--keep", action="store_true", help="keep the directory")
    parser.add_argument("cases", nargs="*", metavar="CASE", help="only these; the first two are always run")
    arguments = parser.parse_args()
    directory = pathlib.Path(arguments.dir or tempfile.mkdtemp(prefix="sluice-faults-"))
    field = Field(directory, arguments.kafka)
    passed = failed = 0
    try:
        for number, case in enumerate(CASES):
            if arguments.cases and number >= 2 and case.__name__ not in arguments.cases:
                continue
            begun, field.told = time.monotonic(), []
            try:
                case(field)
                field.check()
                passed += 1
                result = "passed"
            except Exception as error:  # every case is told, whatever ends it
                failed += 1
                result = "FAILED: " + " ".join(str(error).split())[:600]
                if not isinstance(error, Fault):
                    traceback.print_exc()
            told = "; ".join(field.told)
            print(f"{case.__name__}: {result} ({time.monotonic() - begun:.0f} s) {told}", flush=True)
            if result != "passed":
                if number == 0:
                    break
                field.heal()
    finally:
        field.stop()
        if not arguments.keep:
            shutil.rmtree(directory, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
