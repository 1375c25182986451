// SPDX-License-Identifier: MIT
// walks: all walks by name; together they see every page, dialog and state of the console.
import { invited, links, restricted, signingIn } from "./walk-entry.mjs";
import { office, platform, tenants } from "./walk-staff.mjs";
import { inviting, own, pagesOfAdmin, persons, states } from "./walk-tenant.mjs";

/** @type {Record<string, (walk: import("./tour.mjs").Walk) => Promise<void>>} */
export const walks = { "sign-in": signingIn, invitation: invited, links, restricted, admin: pagesOfAdmin, inviting, persons, own, states, tenants, office, platform };
