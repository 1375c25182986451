// SPDX-License-Identifier: MIT
// How long the page stands still while somebody works in a table: pauses.mjs [USERS]
// The longest task of the page's own thread, the longest time between two frames, and the CPU of all tasks
// together, in milliseconds; the last is what others on the machine change least.
import { access, close, newTenant, signIn, person, unique } from "./stage.mjs";

const users = Number(process.argv[2] ?? 1000);
const tenant = await newTenant({ users: Array.from({ length: users }, (_, i) => ({
	email: unique(`user${i}@pauses.example`), first_name: ["Ann", "Ben", "Cho", "Dag"][i % 4], last_name: `Number ${i}`, role: "member" })) });
const page = await person();
await signIn(page, `${access.admin_url}/tenants/${tenant.id}/users`, access.admin_email, access.admin_password);
await page.locator("tbody tr").first().waitFor();

const tool = await page.context().newCDPSession(page);
await tool.send("Performance.enable", { timeDomain: "threadTicks" });

/** Milliseconds of CPU that the page has taken so far. */
async function cpu() {
	const { metrics } = await tool.send("Performance.getMetrics");
	return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0);
}

/** Begins to watch: long tasks, and gaps between frames. */
const watch = () => page.evaluate(() => {
	const seen = /** @type {any} */ (window).pauses = { task: 0, frame: 0, tasks: 0, running: true };
	const observer = new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => {
		seen.tasks++;
		seen.task = Math.max(seen.task, duration);
	}));
	observer.observe({ type: "longtask" });
	let last = performance.now();
	const frame = (/** @type {number} */ now) => {
		seen.frame = Math.max(seen.frame, now - last);
		last = now;
		seen.running ? requestAnimationFrame(frame) : observer.disconnect();
	};
	requestAnimationFrame(frame);
});

/** @param {string} name @param {() => Promise<any>} act */
async function measure(name, act) {
	await watch();
	const before = await cpu();
	await act();
	await page.waitForTimeout(1000);
	const taken = await cpu() - before;
	const { task, frame, tasks } = await page.evaluate(() => {
		const seen = /** @type {any} */ (window).pauses;
		seen.running = false;
		return seen;
	});
	console.log(`${name.padEnd(34)}${task.toFixed(0).padStart(8)}${frame.toFixed(0).padStart(8)}${String(tasks).padStart(8)}${taken.toFixed(0).padStart(8)}`);
}

/** @param {number} count */
const shown = (count) => page.waitForFunction((wanted) => document.querySelectorAll("tbody tr").length === wanted, count);

const search = page.locator("input[type=search]");
console.log(`${`${users} users on one page`.padEnd(34)}${"task ms".padStart(8)}${"gap ms".padStart(8)}${"tasks".padStart(8)}${"CPU ms".padStart(8)}`);
await measure("open all rows", async () => {
	await page.locator(".pager select").selectOption("1000");
	await shown(users);
});
await measure("scroll through, by wheel", async () => {
	await page.mouse.move(700, 500);
	for (let i = 0; i < 60; i++) {
		await page.mouse.wheel(0, 800);
		await page.waitForTimeout(16);
	}
});
await measure("scroll to the end and back", async () => {
	await page.keyboard.press("End");
	await page.waitForTimeout(200);
	await page.keyboard.press("Home");
});
await measure("type a filter, letter by letter", async () => {
	await search.pressSequentially("Number 99", { delay: 60 });
	await shown(users >= 1000 ? 11 : [...Array(users).keys()].filter((i) => String(i).startsWith("99")).length);
});
await measure("clear the filter", async () => {
	await search.fill("");
	await shown(users);
});
await measure("another order", async () => {
	await page.locator(".filters select").nth(1).selectOption("name");
	await page.waitForTimeout(1000);
	await shown(users);
});
await measure("a menu, a dialog, and closed again", async () => {
	await page.locator("tbody .menu > button").nth(3).click();
	await page.locator("[popover]:popover-open button").last().click();
	await page.locator("dialog").waitFor();
	await page.keyboard.press("Escape");
});
await close();
