# Sluice
# SPDX-License-Identifier: Apache-2.0
"""The lag monitor beside LinkedIn's Burrow on one cluster: same groups, same questions, answers compared."""
