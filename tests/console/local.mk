# SPDX-License-Identifier: MIT
# The console, driven in a browser by tests/api/test_console.py.
EXTRA_DIST += %D%/.npmrc %D%/package.json %D%/package-lock.json \
	%D%/stage.mjs %D%/story.test.mjs
