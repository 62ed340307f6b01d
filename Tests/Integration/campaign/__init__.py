# Sluice
# SPDX-License-Identifier: Apache-2.0
"""A campaign of faults on real Kafka; see __main__.py."""
