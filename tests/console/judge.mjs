// SPDX-License-Identifier: MIT
// judge: a page in both schemes, wide and narrow. axe finds nothing, and nothing is cut off.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { GOOD, signIn } from "./stage.mjs";

export const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe and the measure say of the page as it is now, in all four dresses. Of the dark ones only the
 * colours are looked at: nothing else is different. @param {any} page @param {string} what
 */
export async function judge(page, what) {
	const faults = [];
	for (const [width, height] of [[1280, 860], [320, 700]]) {
		await page.setViewportSize({ width, height });
		for (const colorScheme of ["light", "dark"]) {
			await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
			const found = await page.evaluate(async (/** @type {string[] | null} */ only) => {
				const { violations } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"], elementRef: false,
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

/** Goes there inside the console, and waits until all is drawn. @param {any} page @param {string} path */
export async function visit(page, path) {
	await page.evaluate((/** @type {string} */ to) => {
		history.pushState(null, "", to);
		dispatchEvent(new PopStateEvent("popstate"));
	}, path);
	await settled(page);
}

/** @param {any} page */
export async function settled(page) {
	await page.evaluate(() => new Promise((drawn) => { setTimeout(() => requestAnimationFrame(drawn), 60); }));
	await page.waitForFunction(() => document.querySelector("h1") && !document.querySelector(".skeleton, [aria-busy=true]"));
}

/** @param {any} page @param {string} at @param {string} email @param {string} language */
export async function signInAs(page, at, email, language) {
	await signIn(page, at, email, GOOD);
	await page.waitForFunction((/** @type {string} */ tag) => document.documentElement.lang === tag, language);
	await page.evaluate(source);
	await settled(page);
}
