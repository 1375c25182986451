// SPDX-License-Identifier: MIT
// The pages of a tenant's admin: axe finds nothing, in both languages, schemes and widths.
import { test } from "node:test";
import { blameless } from "./judge.mjs";

test("axe finds nothing on the walk 'admin' in English", () => blameless("admin", "en"));
test("axe finds nothing on the walk 'admin' in French", () => blameless("admin", "fr"));
test("axe finds nothing on the walk 'inviting' in English", () => blameless("inviting", "en"));
test("axe finds nothing on the walk 'inviting' in French", () => blameless("inviting", "fr"));
test("axe finds nothing on the walk 'own' in English", () => blameless("own", "en"));
test("axe finds nothing on the walk 'own' in French", () => blameless("own", "fr"));
test("axe finds nothing on the walk 'states' in English", () => blameless("states", "en"));
test("axe finds nothing on the walk 'states' in French", () => blameless("states", "fr"));
