// SPDX-License-Identifier: MIT
// The admin host: axe finds nothing, in both languages, schemes and widths.
import { test } from "node:test";
import { blameless } from "./judge.mjs";

test("axe finds nothing on the walk 'tenants' in English", () => blameless("tenants", "en"));
test("axe finds nothing on the walk 'tenants' in French", () => blameless("tenants", "fr"));
test("axe finds nothing on the walk 'office' in English", () => blameless("office", "en"));
test("axe finds nothing on the walk 'office' in French", () => blameless("office", "fr"));
