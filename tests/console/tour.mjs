// SPDX-License-Identifier: MIT
// tour: what the walks through all pages share. Whoever walks hands over `look`, which is called at every sight.
import { execFileSync } from "node:child_process";
import { access, call, GOOD, instead, member, newTenant, signIn, unique, url } from "./stage.mjs";

/**
 * @typedef {(page: import("playwright-core").Page, name: string) => Promise<void>} Sight
 *
 * One walk: the language of the person, and what is done at each sight: once all is there, or at a glance.
 * @typedef {{ language: "en" | "fr", look: Sight, glance: Sight,
 *   t: (text: string, values?: Record<string, string>) => string }} Walk
 */

/** The walk through pages in this language. @param {"en" | "fr"} language @param {Walk["look"]} look @returns {Promise<Walk>} */
export async function walk(language, look) {
	const words = language === "en" ? {} : await catalogue(language);
	return {
		language,
		glance: look,
		look: async (page, name) => {
			await settled(page);
			await look(page, name);
		},
		t: (text, values = {}) => [words[text] ?? text].flat()[0].replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => values[name]),
	};
}

/** @param {string} language @returns {Promise<Record<string, any>>} */
async function catalogue(language) {
	const { get } = await import("node:https");
	const { readFileSync } = await import("node:fs");
	return new Promise((resolve, reject) => {
		get({ host: "127.0.0.1", port: access.port, servername: `admin.${access.base_domain}`, ca: readFileSync(access.ca_cert),
			path: `/i18n/${language}.json`, headers: { Host: `admin.${access.base_domain}:${access.port}` } }, (answer) => {
			const pieces = /** @type {Buffer[]} */ ([]);
			answer.on("data", (piece) => pieces.push(piece));
			answer.on("end", () => resolve(JSON.parse(Buffer.concat(pieces).toString("utf8"))));
		}).on("error", reject);
	});
}

/** A statement that only the test's own database has to obey. @param {string} sql */
export const sql = (sql) => execFileSync("mariadb", ["--socket", access.database_socket, "--user", "root", "tenantry", "--execute", sql]);

/** A tenant of this name, or of one like it where it is taken. @param {string} name @param {object[]} [users] */
export async function tenantNamed(name, users = []) {
	const { available } = await call("tenant.check_name", { name });
	return newTenant({ name: available ? name : unique(name), users });
}

const FAMILY = ["Amélie Roux", "Ben Okafor", "Chiara Conti", "Dag Nyström", "Elif Demir", "Farid Haddad", "Grace Mbeki", "Hana Sato", "Ivo Marić", "Jun Park"];

/** As first users: people with names, who wait. @param {string} domain */
export const family = (domain) => FAMILY.map((name) => {
	const [first_name, last_name] = name.split(" ");
	return { email: unique(`${first_name.normalize("NFD").replace(/[^a-z]/gi, "").toLowerCase()}@${domain}`), first_name, last_name, role: "member" };
});

/** A tenant with people in every state, and its admin. @param {string} name @param {string} language */
export async function inhabited(name, language) {
	const tenant = await tenantNamed(name, family("harbour.example"));
	const boss = await member(tenant, { role: "admin", email: unique("mara@harbour.example"), language, name: ["Mara", "Keller"] });
	const pat = await member(tenant, { email: unique("pat@harbour.example"), name: ["Pat", "Lindqvist"] });
	const gone = await member(tenant, { email: unique("noor@harbour.example"), name: ["Noor", "Visser"] });
	await call("user.deactivate", { user_id: gone.id, tenant_id: tenant.id });
	const { results: [{ invitation }] } = await call("invitation.create", { tenant_id: tenant.id, send_email: false,
		invitations: [{ email: unique("late@harbour.example"), first_name: "Lena", last_name: "Late", role: "member" }] });
	sql(`UPDATE invitation SET expires_at = UTC_TIMESTAMP() - INTERVAL 2 DAY WHERE account_id = (SELECT id FROM account WHERE email = '${invitation.email}')`);
	return { ...tenant, boss, pat, gone, late: invitation.email };
}

/** A refusal as the service words it in this language. @param {import("playwright-core").Page} page @param {string} method @param {object} error */
export const refuse = (page, method, error) => instead(page, method, () => ({ error }));

/** No longer answers in the place of the service. @param {import("playwright-core").Page} page */
export const asBefore = (page) => page.unroute("**/rpc");

export const nobody = url("nobody-at-all");

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

/** @param {any} page @param {string} at @param {string} email @param {string} language @param {string} [password] */
export async function signInAs(page, at, email, language, password = GOOD) {
	await signIn(page, at, email, password);
	await page.waitForFunction((/** @type {string} */ tag) => document.documentElement.lang === tag, language);
	await settled(page);
}
