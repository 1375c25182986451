# SPDX-License-Identifier: MIT
# The console, driven in a browser by tests/api/test_console.py.
EXTRA_DIST += %D%/.npmrc %D%/package.json %D%/package-lock.json \
	%D%/tsconfig.json %D%/stage.mjs %D%/judge.mjs \
	%D%/axe-entry.test.mjs %D%/axe-staff.test.mjs \
	%D%/axe-tenant.test.mjs %D%/csv.test.mjs \
	%D%/links.test.mjs %D%/office.test.mjs %D%/second.test.mjs %D%/states.test.mjs \
	%D%/story.test.mjs
