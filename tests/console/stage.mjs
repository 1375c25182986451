// SPDX-License-Identifier: MIT
// stage: what the tests of the console stand on. A browser, people in it, calls and mails behind its back.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { after, afterEach } from "node:test";
import { chromium } from "playwright-core";

export const access = JSON.parse(readFileSync(process.env.STACK_ACCESS ?? "var/access.json", "utf8"));
export const GOOD = "lantern-Harbour-41-drizzle";
export const PATIENCE = 20_000;

/** A name or address that nobody used before. @param {string} prefix */
export function unique(prefix) {
	const [name, ...domain] = prefix.split("@");
	return [`${name}-${randomBytes(4).toString("hex")}`, ...domain].join("@");
}

/** @param {string} label admin, api or a slug */
export const url = (label) => `https://${label}.${access.base_domain}:${access.port}`;

/* ---- calls ---- */

/** One call; its result, or its error thrown. @param {string} method @param {object} params @param {{ label?: string, key?: string, token?: string }} [as] */
export function call(method, params = {}, { label = "api", key = access.api_key, token } = {}) {
	const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
	const name = `${label}.${access.base_domain}`;
	return new Promise((resolve, reject) => {
		const sent = request({
			host: "127.0.0.1", port: access.port, servername: name, ca: readFileSync(access.ca_cert), method: "POST", path: "/rpc",
			headers: { Host: `${name}:${access.port}`, "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body),
				...(token ? { Authorization: `Bearer ${token}` } : { "X-API-Key": key }) },
		}, (answer) => {
			let text = "";
			answer.on("data", (piece) => { text += piece; });
			answer.on("end", () => {
				const { result, error } = JSON.parse(text);
				error ? reject(new Error(`${method}: ${JSON.stringify(error)}`)) : resolve(result);
			});
		});
		sent.on("error", reject);
		sent.end(body);
	});
}

/** A fresh tenant with as many users as asked for. @param {{ name?: string, users?: object[] }} [wanted] */
export async function newTenant({ name = unique("Acme"), users = [] } = {}) {
	const { items: [type] } = await call("package.list_types");
	const { tenants: [made] } = await call("tenant.create", { tenants: [{ tenant_name: name, package_id: type.id, users }] });
	assert.equal(made.error, null);
	const { slug } = await call("tenant.get", { tenant_id: made.tenant_id });
	return { id: made.tenant_id, name, slug, url: url(slug) };
}

/** Somebody who accepted an invitation. @param {{ id: string, slug: string }} tenant @param {{ role?: string, email?: string, language?: string, name?: string[] }} [wanted] */
export async function member(tenant, { role = "member", email = unique("person@x.test"), language = "en", name = ["Pat", "Person"] } = {}) {
	const { results: [{ invitation, error }] } = await call("invitation.create", { tenant_id: tenant.id, send_email: false,
		invitations: [{ email, role, first_name: name[0], last_name: name[1], language }] });
	assert.equal(error, null);
	const { url: link } = await call("invitation.create_link", { invitation_id: invitation.id }).catch(async () => {
		await call("invitation.resend", { invitation_id: invitation.id });
		return { url: await mailedLink(email) };
	});
	const { access_token } = await call("invitation.accept", { token: link.split("#")[1], password: GOOD, session: "token" }, { label: tenant.slug });
	return { email, password: GOOD, id: invitation.user_id, token: access_token };
}

/* ---- mails ---- */

/** Undoes quoted-printable. @param {string} text */
const plain = (text) => text.replace(/=\r?\n/g, "").replace(/((?:=[0-9A-F]{2})+)/g,
	(run) => Buffer.from(run.replaceAll("=", ""), "hex").toString("utf8"));

/** Mails to this address, oldest first. @param {string} email @returns {string[]} */
export function mails(email) {
	return readdirSync(access.mail_dir).filter((name) => name.endsWith(".eml")).sort()
		.map((name) => readFileSync(join(access.mail_dir, name), "utf8"))
		.filter((text) => new RegExp(`^To:.*${email.replace(/[.+]/g, "\\$&")}`, "mi").test(text)).map(plain);
}

/** The link of the newest mail, once there are more than `seen`. @param {string} email @param {number} [seen] */
export async function mailedLink(email, seen = 0) {
	for (const end = Date.now() + PATIENCE; Date.now() < end; await new Promise((next) => { setTimeout(next, 100); })) {
		const found = mails(email);
		const link = found.length > seen && /https:\/\/[^\s"<>]+#[\w-]+/.exec(found[found.length - 1]);
		if (link)
			return link[0];
	}
	throw new Error(`no mail for ${email}`);
}

/* ---- the browser ---- */

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
	"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
export const close = () => browser.close();

const windows = /** @type {{ context: import("playwright-core").BrowserContext, complaints: string[], expected: RegExp }[]} */ ([]);

/** Closes all windows; what their pages complained about meanwhile, but for what was expected. */
export async function leave() {
	const closed = windows.splice(0);
	await Promise.all(closed.map(({ context }) => context.close()));
	return closed.flatMap(({ complaints, expected }) => complaints.filter((one) => !expected.test(one)));
}

/* Whatever test it was: no error in the console of any browser, no report of the content policy. */
if (process.env.NODE_TEST_CONTEXT) {
	afterEach(async () => assert.deepEqual(await leave(), []));
	after(close);
}

/**
 * A person at a window of her own.
 * @param {object} [options] of the window @param {RegExp} [expected] complaints that belong to the test
 */
export async function person(options = {}, expected = /^$/) {
	const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-GB", viewport: { width: 1280, height: 860 }, ...options });
	const complaints = /** @type {string[]} */ ([]);
	windows.push({ context, complaints, expected });
	await context.addInitScript(() => addEventListener("securitypolicyviolation",
		({ violatedDirective, blockedURI, sourceFile }) => console.error(`content policy: ${violatedDirective} ${blockedURI} ${sourceFile}`)));
	context.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
	context.on("weberror", (error) => complaints.push(String(error.error())));
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE);
	return page;
}

/** Signs in through the form. @param {import("playwright-core").Page} page @param {string} at @param {string} email @param {string} password */
export async function signIn(page, at, email, password) {
	await page.goto(at);
	await page.getByLabel("Email").fill(email);
	await page.getByLabel("Password", { exact: true }).fill(password);
	await page.getByRole("button", { name: "Sign in", exact: true }).click();
	await page.locator("nav.side").waitFor({ state: "attached" });
}

/** The MSP's admin on a page of the admin host. @param {string} path @param {object} [options] @param {RegExp} [expected] */
export async function staff(path, options, expected) {
	const page = await person(options, expected);
	await signIn(page, `${access.admin_url}${path}`, access.admin_email, access.admin_password);
	return page;
}

/** Answers one method in the place of the service. @param {import("playwright-core").Page} page @param {string} method @param {(envelope: any, route: any) => any} answer */
export async function instead(page, method, answer) {
	await page.route("**/rpc", async (/** @type {any} */ route) => {
		const envelope = route.request().postDataJSON();
		if (envelope.method !== method)
			return route.fallback();
		const reply = await answer(envelope, route);
		return reply && route.fulfill({ json: { jsonrpc: "2.0", id: envelope.id, ...reply } });
	});
}

/** Chooses from the menu in the row of somebody. @param {import("playwright-core").Page} page @param {string} email @param {string} action */
export async function choose(page, email, action) {
	await page.getByRole("button", { name: `Actions for ${email}` }).click();
	await page.getByRole("button", { name: action, exact: true }).click();
}

/** The row of a table with this text. @param {import("playwright-core").Page} page @param {string} text */
export const row = (page, text) => page.getByRole("row").filter({ hasText: text });
