// SPDX-License-Identifier: MIT
// ui: the parts that all pages are made of.
import { h } from "preact";
import { useEffect, useId, useLayoutEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { signal } from "@preact/signals";
import htm from "htm";
import { Refusal, ask, call, language, me, number, online, place, t, tn } from "./base.js";

export const html = htm.bind(h);

/* ---- said to everybody, and read aloud ---- */

const said = signal(/** @type {{ id: number, text: string }[]} */ ([]));
let lastSaid = 0;

/** Says in a corner, for a few seconds, that something was done. @param {string} text */
export function say(text) {
	const id = ++lastSaid;
	said.value = [...said.value, { id, text }];
	setTimeout(() => { said.value = said.value.filter((one) => one.id !== id); }, 6000);
}

export function Said() {
	return html`<div class="said" role="status">
		${said.value.map(({ id, text }) => html`<p key=${id}>${text}</p>`)}
	</div>`;
}

/* ---- pages ---- */

/** The sign of a place: its logo, or its name beside its first letter. */
export function Sign({ name, branding }) {
	const shown = branding?.display_name ?? name;
	return branding?.logo_url ? html`<img src=${branding.logo_url} alt=${shown} />`
		: html`<span class="mark" aria-hidden="true">${[...shown][0]?.toUpperCase()}</span><span class="name">${shown}</span>`;
}

/** The heading of a page: names the document, and takes the focus when one comes to the page. */
export function Heading({ title, children = null, crumb = null }) {
	const heading = useRef(/** @type {any} */ (null));
	useEffect(() => {
		document.title = title;
	}, [title]);
	useEffect(() => {
		if (arrived)
			heading.current.focus({ preventScroll: true });
		arrived = true;
	}, []);
	return html`<header class="heading">
		<div>${crumb}<h1 tabindex="-1" ref=${heading}>${title}</h1></div>
		<div class="actions">${children}</div>
	</header>`;
}
let arrived = false;

/** Links that divide one page. @param {{ label: string, tabs: [string, string][] }} props address and text of each */
export function Tabs({ label, tabs }) {
	const list = useRef(/** @type {any} */ (null));
	useEffect(() => list.current.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" }), [place.value.path]);
	return html`<nav class="tabs" aria-label=${label} ref=${list}>
		${tabs.map(([address, text]) => html`<a href=${address} key=${address}
			aria-current=${place.value.path === address ? "page" : null}>${text}</a>`)}
	</nav>`;
}

/**
 * The state of something that is fetched: `data` once it is there, `error` when it is not.
 * @param {() => Promise<any>} fetch @param {any[]} by fetched again when one of these changes
 */
export function useLoad(fetch, by) {
	const [state, set] = useState(/** @type {{ data?: any, error?: any, busy: boolean }} */ ({ busy: true }));
	const turn = useRef(0);
	const reload = async () => {
		const mine = ++turn.current;
		set((before) => ({ ...before, busy: true }));
		const next = await fetch().then((data) => ({ data, busy: false }), (error) => ({ error, busy: false }));
		if (mine === turn.current)
			set(next);
	};
	useEffect(() => { reload(); }, by);
	const isOnline = online.value;
	useEffect(() => {
		if (isOnline && state.error?.reason === "offline")
			reload();
	}, [isOnline]);
	return { ...state, reload };
}

/** What stands where data is still missing: a skeleton, or why there is none. */
export function Pending({ of, lines = 5 }) {
	if (of.error)
		return html`<${Trouble} error=${of.error} retry=${of.reload} />`;
	return html`<div class="skeleton" role="status" aria-label=${t("Loading")}>
		${Array.from({ length: lines }, (_, i) => html`<span key=${i}></span>`)}
	</div>`;
}

/** A list without anything in it. */
export function Empty({ title, children = null, action = null }) {
	return html`<div class="empty"><p class="title">${title}</p><p>${children}</p>${action}</div>`;
}

/* ---- trouble ---- */

/** @param {string} method @returns {Promise<string | undefined>} */
async function permissionOf(method) {
	const { methods } = await ask("rpc.discover");
	return methods.find((/** @type {any} */ one) => one.name === method)?.["x-permission"];
}

/** Seconds until the call may be tried again. @param {any} error */
function useCountdown(error) {
	const left = () => Math.max(0, Math.ceil((error?.data?.retry_after ?? 0) - (Date.now() - error?.at) / 1000));
	const [seconds, set] = useState(0);
	useEffect(() => {
		set(error ? left() : 0);
		const timer = setInterval(() => set(error ? left() : 0), 500);
		return () => clearInterval(timer);
	}, [error]);
	return seconds;
}

/** Why something did not happen, and the way on. */
export function Trouble({ error, retry = null, children = null }) {
	const note = useRef(/** @type {any} */ (null));
	const seconds = useCountdown(error);
	const [permission, setPermission] = useState(/** @type {string | undefined} */ (undefined));
	useEffect(() => {
		setPermission(undefined);
		if (error?.reason === "permission_denied")
			permissionOf(error.method).then(setPermission, () => {});
		note.current?.scrollIntoView({ block: "nearest" });
	}, [error]);
	if (!error)
		return null;
	if (!(error instanceof Refusal))
		console.error(error);
	const data = error.data ?? {};
	return html`<div class="note bad" role="alert" ref=${note}>
		<p>${error instanceof Refusal ? error.message : t("Something went wrong on this page.")}</p>
		${data.faults?.length > 0 && html`<ul>${data.faults.map((/** @type {any} */ one) => html`<li key=${one.field}>${one.field}: ${one.message}</li>`)}</ul>`}
		${permission && html`<p>${t("It takes the permission {name}.", { name: permission })}</p>`}
		${data.setting && html`<p>${t("The setting {name} says so.", { name: data.setting })}</p>`}
		${data.incident && html`<p>${t("Incident {name}", { name: data.incident })}</p>`}
		${seconds > 0 && html`<p>${tn("Try again in {n} second.", "Try again in {n} seconds.", seconds)}</p>`}
		${children}
		${retry && seconds === 0 && html`<p><button type="button" onClick=${retry}>${t("Try again")}</button></p>`}
	</div>`;
}

/* ---- forms ---- */

/**
 * What a form needs: `busy` while it is sent; when it was refused `error`, `fault(field)` for each
 * control, and `trouble` if no control of the form shows what was wrong.
 * @param {(data: Record<string, any>) => Promise<any>} send gets the values of the named controls
 */
export function useForm(send) {
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState(/** @type {any} */ (null));
	const [placed, setPlaced] = useState(false);
	const alive = useRef(true);
	useEffect(() => () => { alive.current = false; }, []);
	/** @param {any} event */
	const onSubmit = async (event) => {
		event?.preventDefault();
		if (busy)
			return;
		const form = event?.currentTarget ?? null;
		setBusy(true);
		setError(null);
		try {
			await send(form ? Object.fromEntries(new FormData(form)) : {});
		} catch (refused) {
			setPlaced(true);
			setError(refused);
			requestAnimationFrame(() => {
				const faulty = form?.querySelector("[aria-invalid=true]");
				setPlaced(Boolean(faulty));
				faulty?.focus();
			});
		}
		if (alive.current)
			setBusy(false);
	};
	/** @param {string} name */
	const fault = (name) => {
		const data = error?.data;
		const found = data?.faults?.find((/** @type {any} */ one) => one.field === name);
		return found ? found.message || error.message : !data?.faults && data?.field === name ? error.message : null;
	};
	return { busy, error, trouble: placed ? null : error, onSubmit, fault };
}

/**
 * One labelled control. `control` makes it from the ids; without it, it is an input of `type`.
 * @param {{ label: string, hint?: any, fault?: string | null, control?: (shared: object) => any, class?: string, [rest: string]: any }} props
 */
export function Field({ label, hint = null, fault = null, control, class: name = "", ...rest }) {
	const id = useId();
	const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ") || null;
	const shared = { id, "aria-describedby": described, "aria-invalid": fault ? "true" : null };
	useEffect(() => {
		const made = document.getElementById(id);
		if (made?.hasAttribute("autofocus"))
			made.focus();
	}, []);
	return html`<div class="field ${name}">
		<label for=${id}>${label}</label>
		${control ? control(shared) : html`<input type="text" ...${shared} ...${rest} />`}
		${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
		${fault && html`<p class="fault" id="${id}-fault">${fault}</p>`}
	</div>`;
}

/** @param {{ options: [string, string][], value?: any, [rest: string]: any }} props */
export function Select({ label, options, value = undefined, hint = null, fault = null, class: name = "", ...rest }) {
	return html`<${Field} label=${label} hint=${hint} fault=${fault} class=${name} control=${(/** @type {any} */ shared) =>
		html`<select ...${shared} ...${rest}>
			${options.map(([key, text]) => html`<option key=${key} value=${key} selected=${key === value}>${text}</option>`)}
		</select>`} />`;
}

export function Check({ label, hint = null, ...rest }) {
	const id = useId();
	return html`<div class="check">
		<input type="checkbox" id=${id} aria-describedby=${hint ? `${id}-hint` : null} ...${rest} />
		<label for=${id}>${label}</label>
		${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
	</div>`;
}

/** A password with its rules, and a way to see it. */
export function Password({ label, hint = null, fault = null, ...rest }) {
	const [seen, setSeen] = useState(false);
	return html`<${Field} label=${label} hint=${hint} fault=${fault} control=${(/** @type {any} */ shared) => html`
		<span class="joined">
			<input type=${seen ? "text" : "password"} ...${shared} ...${rest} spellcheck=${false} autocapitalize="off" />
			<button type="button" aria-pressed=${seen} onClick=${() => setSeen(!seen)}>${t("Show")}</button>
		</span>`} />`;
}

/** A password to be chosen: its rules, and how far the typed one has come. @param {{ name: string, length: number, fault: string | null }} props */
export function NewPasswordField({ name, length, fault }) {
	const [typed, setTyped] = useState(0);
	const missing = length - typed;
	return html`<${Password} label=${t("New password")} name=${name} autocomplete="new-password" required fault=${fault}
		onInput=${(/** @type {any} */ event) => setTyped([...event.currentTarget.value].length)}
		hint=${html`${tn("At least {n} character; several unrelated words are good.", "At least {n} characters; several unrelated words are good.", length)}
			${" "}${t("Spaces are fine; names that others know do not count.")}
			${typed > 0 && html` <output class=${missing > 0 ? "" : "enough"}>${missing > 0 ? tn("{n} character to go.", "{n} characters to go.", missing)
				: `✓ ${t("Long enough.")}`}</output>`}`} />`;
}

/** The button that sends a form. */
export function Submit({ busy, children, ...rest }) {
	return html`<button type="submit" class="primary" aria-disabled=${busy ? "true" : null} ...${rest}>${children}</button>`;
}

/** Searches while one types. */
export function Search({ label, value, onSearch }) {
	const timer = useRef(/** @type {any} */ (0));
	const id = useId();
	/** @param {any} event */
	const typed = (event) => {
		const text = event.currentTarget.value.trim();
		clearTimeout(timer.current);
		timer.current = setTimeout(() => onSearch(text), 250);
	};
	return html`<div class="search" role="search">
		<label for=${id} class="unseen">${label}</label>
		<input type="search" id=${id} placeholder=${label} defaultValue=${value} onInput=${typed} />
	</div>`;
}

/* ---- dialogs and menus ---- */

/** A modal dialog; `onClose` is asked for by Escape and by its own button. */
export function Dialog({ title, onClose, children, wide = false }) {
	const dialog = useRef(/** @type {any} */ (null));
	const id = useId();
	useEffect(() => {
		const before = /** @type {any} */ (document.activeElement);
		dialog.current.showModal();
		dialog.current.querySelector("[autofocus], form :is(input:not([readonly]), select, textarea), footer button")?.focus();
		return () => before?.isConnected && before.focus();
	}, []);
	/** @param {any} event */
	const cancelled = (event) => {
		event.preventDefault();
		onClose();
	};
	return html`<dialog ref=${dialog} class=${wide ? "wide" : ""} aria-labelledby=${id} onCancel=${cancelled}>
		<header><h2 id=${id}>${title}</h2>
			<button type="button" class="plain close" aria-label=${t("Close")} onClick=${onClose}>×</button></header>
		${children}
	</dialog>`;
}

/** A question before something that is not easily undone. `run` does it. */
export function Confirm({ title, children, action, run, onClose, danger = false }) {
	const form = useForm(async (data) => {
		await run(data);
		onClose();
	});
	return html`<${Dialog} title=${title} onClose=${onClose}>
		<form onSubmit=${form.onSubmit}>
			${typeof children === "function" ? children(form) : children}
			<${Trouble} error=${form.trouble} />
			<footer><button type="button" onClick=${onClose}>${t("Cancel")}</button>
				<button type="submit" class=${danger ? "danger" : "primary"} aria-disabled=${form.busy ? "true" : null}>${action}</button></footer>
		</form>
	</${Dialog}>`;
}

/**
 * A button that opens a list of things to do; none: nothing is shown. A press on it when it is open has closed it
 * before the click comes.
 * @param {{ label: string, items: { text: string, run: () => void, danger?: boolean }[], text?: string }} props `text` on the button
 */
export function Menu({ label, items, text = "" }) {
	const list = useRef(/** @type {any} */ (null));
	const button = useRef(/** @type {any} */ (null));
	const [open, setOpen] = useState(false);
	const [wasOpen, setWasOpen] = useState(false);
	useLayoutEffect(() => {
		if (!open)
			return;
		list.current.showPopover();
		const at = button.current.getBoundingClientRect();
		const { width, height } = list.current.getBoundingClientRect();
		const below = at.bottom + height < innerHeight || at.top < height;
		list.current.style.setProperty("left", `${Math.max(8, at.right - width)}px`);
		list.current.style.setProperty("top", `${below ? at.bottom + 4 : at.top - height - 4}px`);
		list.current.querySelector("button").focus({ preventScroll: true });
		const scrolled = () => button.current.getBoundingClientRect().top !== at.top && list.current?.hidePopover();
		addEventListener("scroll", scrolled);
		return () => removeEventListener("scroll", scrolled);
	}, [open]);
	if (!items.length)
		return null;
	/** @param {any} event */
	const moved = (event) => {
		const step = { ArrowDown: 1, ArrowUp: -1 }[/** @type {string} */ (event.key)];
		if (!step)
			return;
		event.preventDefault();
		const all = [...list.current.querySelectorAll("button")];
		const next = all.indexOf(document.activeElement) + step;
		all[(next + all.length) % all.length].focus();
	};
	return html`<span class="menu">
		<button type="button" class="plain" ref=${button} aria-label=${label} aria-expanded=${open}
			onPointerDown=${() => setWasOpen(open)} onClick=${() => { setOpen(!wasOpen); setWasOpen(false); }}>
			${text ? html`<span>${text}</span> ▾` : "⋯"}</button>
		${open && html`<div popover="auto" ref=${list} onKeyDown=${moved}
			onToggle=${(/** @type {any} */ event) => event.newState === "closed" && setOpen(false)}>
			${items.map(({ text, run, danger }) => html`<button type="button" key=${text} class="plain ${danger ? "danger" : ""}"
				onClick=${() => { list.current.hidePopover(); button.current?.focus(); run(); }}>${text}</button>`)}
		</div>`}
	</span>`;
}

/** Something long and secret to take away by hand. */
export function Copy({ label, value }) {
	const [done, setDone] = useState(false);
	const copy = async () => {
		await navigator.clipboard?.writeText(value).then(() => setDone(true), () => {});
	};
	return html`<${Field} label=${label} control=${(/** @type {any} */ shared) => html`<span class="joined">
		<input type="text" readonly ...${shared} value=${value} onFocus=${(/** @type {any} */ event) => event.currentTarget.select()} />
		<button type="button" onClick=${copy}>${done ? t("Copied") : t("Copy")}</button>
	</span>`} />`;
}

/* ---- tables ---- */

/** How many rows are drawn in one frame: a thousand would stop the page for longer than one notices. Until theirs, others show what they did before. */
const BATCH = 50;

/**
 * A table that becomes a list of cards where it is narrow. A row is drawn again only when `rows` or one of `by` is another.
 * @param {{ caption: string, rows: any[], rowKey?: (row: any) => any, busy?: boolean, by?: any[], scrolls?: boolean,
 *   columns: { head: string, cell: (row: any) => any, class?: string, hidden?: boolean }[] }} props `by`: what the cells show besides their row;
 *   `scrolls`: inside of its own frame, though nothing in it takes the focus
 */
export function Table({ caption, columns, rows, rowKey = (row) => row.id, busy = false, by = [], scrolls = false }) {
	const [, again] = useReducer((/** @type {number} */ n) => n + 1, 0);
	const work = useRef({ rows: /** @type {any[]} */ ([]), before: /** @type {any[]} */ ([]), done: 0 });
	if (work.current.rows !== rows)
		work.current = { rows, before: work.current.rows, done: 1 };
	const { before, done } = work.current;
	const batches = Math.ceil(Math.max(rows.length, done < before.length / BATCH ? before.length : 0) / BATCH);
	useEffect(() => {
		const next = done < batches && requestAnimationFrame(() => {
			work.current.done++;
			again(0);
		});
		return () => { next && cancelAnimationFrame(next); };
	});
	const region = scrolls && { role: "region", tabindex: 0, "aria-label": caption };
	return html`<div class="table" aria-busy=${busy} ...${region}><table>
		<caption class="unseen">${caption}</caption>
		<thead><tr>${columns.map(({ head, hidden, class: name }) => html`<th scope="col" key=${head} class=${name}>
			${hidden ? html`<span class="unseen">${head}</span>` : head}</th>`)}</tr></thead>
		<tbody>${Array.from({ length: batches }, (_, i) => html`<${Rows} key=${i} columns=${columns} rows=${i < done ? rows : before}
			from=${i * BATCH} rowKey=${rowKey} by=${by} />`)}</tbody>
	</table></div>`;
}

function Rows({ columns, rows, from, rowKey, by }) {
	return useMemo(() => rows.slice(from, from + BATCH).map((/** @type {any} */ row) => html`<tr key=${rowKey(row)}>
		${columns.map((/** @type {any} */ { head, cell, class: name, hidden }, /** @type {number} */ i) => i === 0
			? html`<th scope="row" class=${name}>${cell(row)}</th>`
			: html`<td class="${name ?? ""} ${hidden ? "last" : ""}" data-head=${head}>${cell(row)}</td>`)}
	</tr>`), [rows, from, language.value, me.value, ...by]);
}

/** Sizes of a page that can be chosen. */
export const SIZES = [50, 200, 1000];

/**
 * @param {{ offset: number, limit: number, total: number | null, onMove: (offset: number) => void,
 *   onSize?: (size: number) => void }} props `onSize`: another of SIZES is chosen
 */
export function Pager({ offset, limit, total, onMove, onSize = undefined }) {
	if (total === null || total <= Math.min(limit, onSize ? SIZES[0] : limit) && offset === 0)
		return null;
	return html`<nav class="pager" aria-label=${t("Pages")}>
		<button type="button" disabled=${offset === 0} onClick=${() => onMove(Math.max(0, offset - limit))}>${t("Previous")}</button>
		<span>${t("{from} to {to} of {total}", { from: number(offset + 1), to: number(Math.min(offset + limit, total)), total: number(total) })}</span>
		<button type="button" disabled=${offset + limit >= total} onClick=${() => onMove(offset + limit)}>${t("Next")}</button>
		${onSize && html`<label class="inline">${t("Rows on a page")}
			<select onChange=${(/** @type {any} */ event) => onSize(Number(event.currentTarget.value))}>
				${SIZES.map((size) => html`<option key=${size} value=${size} selected=${size === limit}>${number(size)}</option>`)}</select></label>`}
	</nav>`;
}

/** The size of page that the query names, else the smallest. */
export const pageSize = () => SIZES.find((size) => String(size) === place.value.query.get("rows")) ?? SIZES[0];

const shapes = /** @type {Record<string, [string, string]>} */ ({
	active: ["good", "●"], assigned: ["good", "●"], accepted: ["good", "●"], sent: ["good", "✓"],
	pending: ["wait", "◐"], queued: ["wait", "◐"], deferred: ["wait", "◐"], unassigned: ["wait", "○"],
	inactive: ["off", "○"], suspended: ["bad", "■"], deleted: ["bad", "×"], failed: ["bad", "×"],
	revoked: ["off", "×"], expired: ["bad", "△"], cancelled: ["off", "×"],
});

const states = /** @type {Record<string, () => string>} */ ({
	active: () => t("Active"), assigned: () => t("Assigned"), accepted: () => t("Accepted"), sent: () => t("Sent"),
	pending: () => t("Pending"), queued: () => t("Queued"), deferred: () => t("Deferred"), unassigned: () => t("In stock"),
	inactive: () => t("Inactive"), suspended: () => t("Suspended"), deleted: () => t("Deleted"), failed: () => t("Failed"),
	revoked: () => t("Revoked"), expired: () => t("Expired"), cancelled: () => t("Cancelled"),
});

/** The name of a status. @param {string} value */
export const stateName = (value) => states[value]?.() ?? value;

/** A status as text and shape, never by colour alone. */
export function Status({ value, title = null }) {
	const [tone, shape] = shapes[value] ?? ["off", "○"];
	return html`<span class="status ${tone}" title=${title}><span aria-hidden="true">${shape}</span> ${stateName(value)}</span>`;
}

/** First and last name, or the address. @param {any} person */
export const fullName = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");

/** Puts text into a file on the person's machine. @param {{ filename: string, content_type: string, content: string }} file */
export function save({ filename, content_type, content }) {
	const url = URL.createObjectURL(new Blob([content], { type: content_type }));
	const link = Object.assign(document.createElement("a"), { href: url, download: filename });
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/**
 * Makes a call and says so.
 * @template {keyof import("./base.js").Methods} M
 * @param {M} method @param {import("./base.js").Methods[M]["params"]} params @param {string} done
 */
export async function perform(method, params, done) {
	const result = await call(method, params);
	say(done);
	return result;
}
