// SPDX-License-Identifier: MIT
// Pictures of every page: screenshots.mjs FOLDER [PART-OF-A-NAME]
// In both colour schemes, wide and narrow, in English; in French wide and light.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { close, leave } from "./stage.mjs";
import { walk } from "./tour.mjs";
import { walks } from "./walks.mjs";

const [folder, wanted = ""] = process.argv.slice(2);
const DRESSES = { en: [["light", 1280, 860], ["dark", 1280, 860], ["light", 320, 700], ["dark", 320, 700]], fr: [["light", 1280, 860]] };

let taken = 0;
for (const language of /** @type {const} */ (["en", "fr"])) {
	for (const [title, path] of Object.entries(walks)) {
		if (!title.includes(wanted))
			continue;
		let n = 0;
		await path(await walk(language, async (page, name) => {
			const file = `${title}-${String(++n).padStart(2, "0")}-${name.replace(/[^\w]+/g, "-").toLowerCase()}.png`;
			for (const [colorScheme, width, height] of /** @type {["light" | "dark", number, number][]} */ (DRESSES[language])) {
				const place = join(folder, `${language}-${colorScheme}-${width}`);
				mkdirSync(place, { recursive: true });
				await page.setViewportSize({ width, height });
				await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
				await page.screenshot({ path: join(place, file), fullPage: !(await page.locator("dialog[open], [popover]:popover-open").count()) });
				taken++;
			}
			await page.setViewportSize({ width: 1280, height: 860 });
		}));
		for (const complaint of await leave())
			console.error(`${title}: ${complaint}`);
	}
}
await close();
console.log(`${taken} pictures in ${folder}`);
