#!/bin/sh
# SPDX-License-Identifier: MIT
# Rules of the house; they are asked of a checkout, a tarball has none to ask of (77: left out).
cd "${srcdir:-.}" || exit 1
[ -e .git ] || exit 77
exec ./scripts/lint
