// SPDX-License-Identifier: MIT
// judge: every sight of a walk in both schemes, wide and narrow. axe finds nothing, and nothing is cut off.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { walk } from "./tour.mjs";
import { walks } from "./walks.mjs";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe and the measure say of the page as it is now, in all four dresses. Of the dark ones only the
 * colours are looked at: nothing else is different. What lies over a page is looked at alone, and of a
 * long table what its first rows show. @param {any} page @param {string} what
 */
export async function judge(page, what) {
	const faults = [];
	await page.evaluate(source);
	for (const [width, height] of [[1280, 860], [320, 700]]) {
		await page.setViewportSize({ width, height });
		for (const colorScheme of ["light", "dark"]) {
			await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
			const found = await page.evaluate(async (/** @type {string[] | null} */ only) => {
				const top = [...document.querySelectorAll("dialog[open], [popover]:popover-open")].at(-1) ?? document;
				const { violations } = await /** @type {any} */ (window).axe.run({ include: [top], exclude: [["tbody tr:nth-child(n+16)"]] }, { resultTypes: ["violations"], elementRef: false,
					...(only && { runOnly: { type: "rule", values: only } }) });
				const wide = document.documentElement.scrollWidth - innerWidth;
				return [...(wide > 0 ? [`${wide} pixels too wide`] : []),
					...violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.html).slice(0, 3).join(" | ")}`)];
			}, colorScheme === "dark" ? ["color-contrast", "link-in-text-block"] : null);
			faults.push(...found.map((/** @type {string} */ text) => `${what} ${width} ${colorScheme}: ${text}`));
		}
	}
	await page.setViewportSize({ width: 1280, height: 860 });
	return faults;
}

/** Walks, and fails with all that was found at any sight. @param {string} title @param {"en" | "fr"} language */
export async function blameless(title, language) {
	const faults = /** @type {string[]} */ ([]);
	await walks[title](await walk(language, async (page, name) => { faults.push(...await judge(page, name)); }));
	assert.deepEqual(faults, []);
}
