// SPDX-License-Identifier: MIT
// Behind the links of mails: axe finds nothing, in both languages, schemes and widths.
import { test } from "node:test";
import { blameless } from "./judge.mjs";

test("axe finds nothing on the walk 'invitation' in English", () => blameless("invitation", "en"));
test("axe finds nothing on the walk 'invitation' in French", () => blameless("invitation", "fr"));
test("axe finds nothing on the walk 'links' in English", () => blameless("links", "en"));
test("axe finds nothing on the walk 'links' in French", () => blameless("links", "fr"));
