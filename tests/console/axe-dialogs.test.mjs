// SPDX-License-Identifier: MIT
// What can be done for one person: axe finds nothing, in both languages, schemes and widths.
import { test } from "node:test";
import { blameless } from "./judge.mjs";

test("axe finds nothing on the walk 'persons' in English", () => blameless("persons", "en"));
test("axe finds nothing on the walk 'persons' in French", () => blameless("persons", "fr"));
