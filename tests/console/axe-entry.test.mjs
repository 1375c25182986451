// SPDX-License-Identifier: MIT
// Before the sign-in: axe finds nothing, in both languages, schemes and widths.
import { test } from "node:test";
import { blameless } from "./judge.mjs";

test("axe finds nothing on the walk 'sign-in' in English", () => blameless("sign-in", "en"));
test("axe finds nothing on the walk 'sign-in' in French", () => blameless("sign-in", "fr"));
test("axe finds nothing on the walk 'restricted' in English", () => blameless("restricted", "en"));
test("axe finds nothing on the walk 'restricted' in French", () => blameless("restricted", "fr"));
