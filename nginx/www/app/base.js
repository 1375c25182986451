// SPDX-License-Identifier: MIT
// base: what every page stands on. Words, calls to the service, addresses.
import { computed, signal } from "@preact/signals";

/* ---- words: English stands in the source, i18n/TAG.json holds the other languages ---- */

/** Languages of the console, in their own words. @type {Record<string, string>} */
export const languages = { en: "English", fr: "Français" };

export const language = signal("en");

/** @type {Record<string, string | string[]>} */
let catalogue = {};

/** The first of these tags that the console speaks. @param {readonly string[]} wanted */
export function spoken(wanted) {
	return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in languages) ?? "en";
}

/** Speaks this language from now on. @param {string} tag */
export async function speak(tag) {
	const words = tag === "en" ? {} : await fetch(`/i18n/${tag}.json`).then((answer) => answer.json(), () => null);
	if (!words)
		return;
	catalogue = words;
	document.documentElement.lang = tag;
	language.value = tag;
}

/** @param {string} text @param {Record<string, unknown>} [values] */
function fill(text, values) {
	return values ? text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? "")) : text;
}

/** The text in the language of the page. @param {string} text @param {Record<string, unknown>} [values] */
export function t(text, values) {
	const found = language.value && catalogue[text];
	return fill(typeof found === "string" ? found : text, values);
}

/**
 * The form of a text that fits the count, which is {n} in it.
 * @param {string} one @param {string} many @param {number} count @param {Record<string, unknown>} [values]
 */
export function tn(one, many, count, values) {
	const forms = catalogue[one];
	const form = writer(Intl.PluralRules, language.value).select(count) === "one" ? 0 : 1;
	const text = Array.isArray(forms) ? forms[form] : form === 0 ? one : many;
	return fill(text, { n: number(count), ...values });
}

/** How dates and figures are written: as the browser's own variety of the language of the page has it. */
const written = () => navigator.languages.find((tag) => tag.slice(0, 2) === language.value) ?? language.value;

/** @type {Map<string, any>} */
const writers = new Map();

/**
 * What writes values in this language. Made once: in a table of a thousand rows that is what takes long.
 * @template T @param {new (tag: string, style?: any) => T} Kind @param {string} tag @param {object} [style] @returns {T}
 */
function writer(Kind, tag, style) {
	const key = `${Kind.name} ${tag} ${JSON.stringify(style)}`;
	if (!writers.has(key))
		writers.set(key, new Kind(tag, style));
	return writers.get(key);
}

/** @param {number} value */
export const number = (value) => writer(Intl.NumberFormat, written()).format(value);

/** @param {string[]} values */
export const listed = (values) => writer(Intl.ListFormat, language.value).format(values);

/** @param {string | null | undefined} time @param {Intl.DateTimeFormatOptions} [style] */
export function date(time, style = { dateStyle: "medium" }) {
	return time ? writer(Intl.DateTimeFormat, written(), style).format(new Date(time)) : "";
}

/** @param {string | null | undefined} time */
export const moment = (time) => date(time, { dateStyle: "medium", timeStyle: "short" });

/** How long ago, or how long until. @param {string} time */
export function ago(time) {
	const seconds = (Date.parse(time) - Date.now()) / 1000;
	const relative = writer(Intl.RelativeTimeFormat, language.value, { numeric: "auto" });
	for (const [unit, length] of /** @type {const} */ ([["day", 86400], ["hour", 3600], ["minute", 60]]))
		if (Math.abs(seconds) >= length)
			return relative.format(Math.trunc(seconds / length), unit);
	return relative.format(0, "minute");
}

/* ---- calls ---- */

/**
 * @typedef {{ field: string, rule?: string, message?: string }} Fault
 * @typedef {{ reason?: string, field?: string, setting?: string, retry_after?: number, host?: string,
 *   positions?: number[], incident?: string, faults?: Fault[] }} Details
 */

/** A refusal of the service, or that there was no answer (reason `offline` or `transport`). */
export class Refusal extends Error {
	/** @param {string} method @param {{ code: number, message: string, data?: Details }} error */
	constructor(method, error) {
		super(error.message);
		this.method = method;
		this.code = error.code;
		/** @type {Details} */
		this.data = error.data ?? {};
		this.reason = this.data.reason ?? "";
		this.at = Date.now();
	}
}

export const online = signal(navigator.onLine);
addEventListener("online", () => { online.value = true; });
addEventListener("offline", () => { online.value = false; });

/** @param {unknown} body @param {string} method @returns {Promise<any>} */
async function post(body, method) {
	let answer;
	try {
		answer = await fetch("/rpc", {
			method: "POST",
			headers: { "Content-Type": "application/json", "Accept-Language": language.value },
			body: JSON.stringify(body),
		});
	} catch {
		throw new Refusal(method, { code: 0, message: t("The service cannot be reached."), data: { reason: "offline" } });
	}
	try {
		return await answer.json();
	} catch {
		throw new Refusal(method, { code: answer.status, message: t("The service gave no answer that can be read."),
			data: { reason: "transport" } });
	}
}

let last = 0;

/** @param {string} method @param {object} [params] */
const envelope = (method, params = {}) => ({ jsonrpc: "2.0", id: ++last, method, params });

/**
 * What rpc.discover says of every method.
 * @typedef {import("tenantry").Methods} Methods
 */

/**
 * One call as it is: its result, or a Refusal.
 * @template {keyof Methods} M
 * @param {M} method @param {Methods[M]["params"]} [params] @returns {Promise<Methods[M]["result"]>}
 */
export async function ask(method, params) {
	const reply = await post(envelope(method, params), method);
	if (reply.error)
		throw new Refusal(method, reply.error);
	return reply.result;
}

/**
 * Several calls in one request; each gives its result or its Refusal.
 * @param {string[]} methods @returns {Promise<any[]>}
 */
export async function askAll(methods) {
	const sent = methods.map((method) => envelope(method));
	const replies = await post(sent, methods[0]);
	if (!Array.isArray(replies))
		throw new Refusal(methods[0], replies.error);
	return sent.map(({ id, method }) => {
		const reply = replies.find((one) => one.id === id);
		return reply.error ? new Refusal(method, reply.error) : reply.result;
	});
}

/**
 * What a refusal asks of the person before the same call can pass: a dialog over the page
 * resolves to true when that was done.
 * @typedef {{ kind: "sign_in" | "step_up", done: (ok: boolean) => void }} Demand
 */
export const demand = signal(/** @type {Demand | null} */ (null));

/** @type {Promise<boolean> | null} */
let waiting = null;

/** @param {"sign_in" | "step_up"} kind */
function demanded(kind) {
	waiting ??= new Promise((resolve) => {
		demand.value = { kind, done: resolve };
	}).then((/** @type {boolean} */ ok) => {
		demand.value = null;
		waiting = null;
		return ok;
	});
	return waiting;
}

/**
 * One call of somebody who is signed in. An expired session and the demand for a fresh proof are
 * settled over the page, then the call is made again.
 * @template {keyof Methods} M
 * @param {M} method @param {Methods[M]["params"]} [params] @returns {Promise<Methods[M]["result"]>}
 */
export async function call(method, params) {
	for (;;) {
		try {
			return await ask(method, params);
		} catch (error) {
			const kind = !(error instanceof Refusal) ? null
				: error.reason === "auth_required" ? "sign_in"
				: error.reason === "step_up_required" ? "step_up" : null;
			if (error instanceof Refusal &&
			    ["mfa_enrolment_required", "password_change_required"].includes(error.reason))
				await learn();
			if (!kind || !me.value || !(await demanded(kind)))
				throw error;
		}
	}
}

/** A key under which a call is made at most once, however often it is sent. */
export const once = () => crypto.randomUUID();

/* ---- who is here ---- */

/** What tenant.resolve says of this host. */
export const host = signal(/** @type {any} */ (null));

/** What me.get says of the caller; null: nobody is signed in. */
export const me = signal(/** @type {any} */ (null));

/** Asks again who is here. */
export async function learn() {
	me.value = await ask("me.get").catch((error) => {
		if (error.code === 401)
			return null;
		throw error;
	});
}

/** @param {string} permission */
export const can = (permission) => Boolean(me.value?.permissions.includes(permission));

/** The id of the tenant, MSP or platform where the caller is. */
export const home = computed(() => me.value?.tenant.id);

export const isStaff = computed(() => host.value?.scope === "admin");

/* ---- addresses ---- */

const read = () => ({ path: location.pathname, query: new URLSearchParams(location.search), hash: location.hash.slice(1) });

export const place = signal(read());

/** Moves to an address of the console. @param {string} address @param {{ replace?: boolean }} [how] */
export function go(address, how = {}) {
	history[how.replace ? "replaceState" : "pushState"](null, "", address);
	place.value = read();
}

/** Changes the query of this page; empty values leave it. @param {Record<string, string | number | undefined>} values */
export function narrow(values) {
	const query = new URLSearchParams(location.search);
	for (const [name, value] of Object.entries(values))
		value ? query.set(name, String(value)) : query.delete(name);
	const text = query.toString();
	go(location.pathname + (text && `?${text}`), { replace: true });
}

/**
 * The one of these that the query names; undefined if it names none of them.
 * @template {string} T @param {string} name @param {readonly T[]} options @returns {T | undefined}
 */
export const chosen = (name, options) => options.find((one) => one === place.value.query.get(name));

addEventListener("popstate", () => { place.value = read(); });
addEventListener("hashchange", () => { place.value = read(); });

document.addEventListener("click", (event) => {
	const link = event.target instanceof Element ? event.target.closest("a[href^='/']") : null;
	if (!link || link.hasAttribute("download") || event.defaultPrevented || event.button !== 0 ||
	    event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
		return;
	event.preventDefault();
	go(/** @type {string} */ (link.getAttribute("href")));
	scrollTo(0, 0);
});
