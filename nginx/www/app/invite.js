// SPDX-License-Identifier: MIT
// invite: many people at once by their addresses, with the state of each.
import { useState } from "preact/hooks";
import { call, can, once, t, tn } from "./base.js";
import { Check, Dialog, html, Field, Pending, say, Select, Submit, Trouble, useForm, useLoad } from "./ui.js";
import { AccessLink, Grants, granted, speakable } from "./person.js";
import { useRoles } from "./users.js";

/**
 * One address that was typed, and what became of it.
 * @typedef {{ email: string, first_name: string, last_name: string, wrong: boolean, twice: boolean }} Typed
 */

const address = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]+$/;

/**
 * Addresses apart by commas, semicolons, blanks or lines; `Ann Lee <ann@example.com>` brings names.
 * @param {string} text @returns {Typed[]}
 */
export function parse(text) {
	const seen = new Set();
	const pieces = text.match(/[^,;<\n]*<[^>\n]*>|[^\s,;]+/g) ?? [];
	return pieces.map((piece) => {
		const named = /^\s*"?([^"<]*)"?\s*<([^>]*)>/.exec(piece);
		const email = (named ? named[2] : piece).trim();
		const [first = "", ...rest] = named ? named[1].trim().split(/\s+/) : [];
		const key = email.toLowerCase();
		const twice = seen.has(key);
		seen.add(key);
		return { email, first_name: first, last_name: rest.join(" "), wrong: !address.test(email), twice };
	});
}

/** What the form has to know before it can be shown. @param {string} of */
async function conditions(of) {
	const [assignable, config] = await Promise.all([
		call("role.assignable", { tenant_id: of }),
		can("config.read") ? call("config.get", { tenant_id: of, keys: ["invite_required_fields", "default_role"] }).catch(() => null) : null,
	]);
	return { roles: assignable.roles, permissions: assignable.permissions, required: config?.values.invite_required_fields ?? [],
		role: config?.values.default_role ?? "" };
}

export function InviteByEmail({ of, name, onClose, onDone }) {
	const known = useLoad(() => conditions(of), [of]);
	return html`<${Dialog} title=${t("Invite by email")} onClose=${onClose} wide>
		<p class="lead">${t("To {name}.", { name })}</p>
		${known.data ? html`<${Form} of=${of} known=${known.data} onClose=${onClose} onDone=${onDone} />` : html`<${Pending} of=${known} />`}
	</${Dialog}>`;
}

function Form({ of, known, onClose, onDone }) {
	const titleOf = useRoles(of);
	const [text, setText] = useState("");
	const [names, setNames] = useState(/** @type {Record<string, any>} */ ({}));
	const [results, setResults] = useState(/** @type {any[] | null} */ (null));
	const [mailed, setMailed] = useState(true);
	const [tried, setTried] = useState(false);
	const typed = parse(text);
	const good = typed.filter((one) => !one.wrong && !one.twice);
	const withNames = known.required.includes("first_name") || known.required.includes("last_name");
	const form = useForm(async (data) => {
		const send_email = Boolean(data.send_email);
		const people = good.map((one) => person({ ...one, ...names[one.email] }, data));
		setTried(true);
		if (!people.length)
			return undefined;
		const made = await call("invitation.create", { tenant_id: of, invitations: people, send_email,
			...(data.message?.trim() && { message: data.message.trim() }), idempotency_key: once() });
		onDone();
		const wrong = typed.filter((one) => one.wrong).map(({ email }, i) => ({ index: people.length + i, email, success: false,
			error: { reason: "invalid_params", message: t("This is not an address.") } }));
		if (made.total_failed === 0 && !wrong.length && send_email) {
			say(tn("{n} invitation is on its way.", "{n} invitations are on their way.", made.total_created));
			return onClose();
		}
		setMailed(send_email);
		return setResults([...made.results.map((one, i) => ({ ...one, asked: people[i] })), ...wrong]);
	});
	if (results)
		return html`<${Results} of=${of} results=${results} mailed=${mailed} onClose=${onClose} onDone=${onDone}
			onBack=${() => {
				setText(results.filter((one) => !one.success).map((one) => one.email).join("\n"));
				setTried(false);
				setResults(null);
			}} />`;
	const rename = (/** @type {string} */ email, /** @type {string} */ part) => (/** @type {any} */ event) =>
		setNames({ ...names, [email]: { ...names[email], [part]: event.currentTarget.value } });
	return html`<form onSubmit=${form.onSubmit}>
		<${Field} label=${t("Email addresses")} fault=${tried && !good.length ? addressFault(typed) : null}
			hint=${t("One or many: apart by commas, blanks or lines.")} control=${(/** @type {any} */ shared) => html`
			<textarea ...${shared} rows="3" required autofocus spellcheck=${false} autocapitalize="off" value=${text}
				onInput=${(/** @type {any} */ event) => setText(event.currentTarget.value)}></textarea>`} />
		${typed.length > 0 && html`<ul class="people" tabindex="0" aria-label=${t("Who will be invited")}>
			${typed.map((one, i) => html`<li key=${`${one.email} ${i}`} class=${one.wrong ? "bad" : one.twice ? "off" : "good"}>
				<span class="address">${one.email} ${one.first_name && html`<span class="hint">${one.first_name} ${one.last_name}</span>`}</span>
				<span class="state">${one.wrong ? t("△ not an address") : one.twice ? t("○ stands twice, invited once")
					: fault(form, good.indexOf(one)) ?? t("● ready")}</span>
				${withNames && !one.wrong && !one.twice && html`<span class="pair">
					<input type="text" aria-label=${t("First name of {email}", { email: one.email })} placeholder=${t("First name")}
						required=${known.required.includes("first_name")} value=${names[one.email]?.first_name ?? one.first_name}
						onInput=${rename(one.email, "first_name")} />
					<input type="text" aria-label=${t("Last name of {email}", { email: one.email })} placeholder=${t("Last name")}
						required=${known.required.includes("last_name")} value=${names[one.email]?.last_name ?? one.last_name}
						onInput=${rename(one.email, "last_name")} /></span>`}
			</li>`)}
		</ul>`}
		<div class="pair">
			<${Select} label=${t("Role")} name="role" required value=${known.roles.includes(known.role) ? known.role : ""}
				fault=${form.error?.reason === "role_not_assignable" ? form.error.message : null}
				options=${[...(known.roles.includes(known.role) ? [] : [["", t("Choose a role")]]),
					...known.roles.map((/** @type {string} */ one) => [one, titleOf(one)])]} />
			<${Select} label=${t("Language of the mail")} name="language" value=""
				options=${[...(known.required.includes("language") ? [] : [["", t("As the tenant has set")]]), ...speakable()]} />
		</div>
		<${Check} label=${t("Send the invitation by email")} name="send_email" value="1" defaultChecked
			hint=${t("Without it you hand over an access link yourself.")} />
		<details><summary>${t("A personal message")}</summary>
			<${Field} label=${t("Message")} control=${(/** @type {any} */ shared) => html`<textarea ...${shared} name="message" rows="3" maxlength="1000"></textarea>`} />
		</details>
		<${Grants} offered=${known.permissions} given=${[]} />
		<${Trouble} error=${form.trouble} />
		<footer><button type="button" onClick=${onClose}>${t("Cancel")}</button>
			<${Submit} busy=${form.busy}>${t("Send invitations")}</${Submit}></footer>
	</form>`;
}

/** What the form says of one person, as the service takes it. @param {Typed} one @param {Record<string, any>} data */
function person({ email, first_name, last_name }, data) {
	const permissions = granted(data);
	return { email, ...(data.role && { role: data.role }), ...(data.language && { language: data.language }),
		...(first_name && { first_name }), ...(last_name && { last_name }), ...(permissions.length && { permissions }) };
}

/** The fault of the nth invitation, if the call was refused for it. @param {any} form @param {number} n */
function fault(form, n) {
	const data = form.error?.data;
	if (n < 0 || !data)
		return null;
	if (data.positions?.includes(n))
		return `△ ${form.error.message}`;
	const found = data.faults?.find((/** @type {any} */ one) => one.field.startsWith(`invitations[${n}]`));
	return found ? `△ ${found.message}` : null;
}

/** @param {Typed[]} typed */
function addressFault(typed) {
	const wrong = typed.filter((one) => one.wrong).length;
	return wrong ? tn("{n} address is not right.", "{n} addresses are not right.", wrong) : null;
}

/** Who was invited, who was not and why, and what can be done about it. */
function Results({ of, results, mailed, onClose, onDone, onBack }) {
	const [state, setState] = useState(/** @type {any[]} */ (results));
	const [link, setLink] = useState(/** @type {any} */ (null));
	const made = state.filter((one) => one.success).length;
	const failed = state.length - made;
	/** @param {number} index @param {any} change */
	const change = (index, change) => setState((now) => now.map((one) => one.index === index ? { ...one, ...change } : one));
	return html`<div>
		<p role="status">${tn("{n} person was invited.", "{n} people were invited.", made)}
			${failed > 0 && " " + tn("{n} was not.", "{n} were not.", failed)}</p>
		<ul class="people" tabindex="0" aria-label=${t("Results")}>${state.map((one) => html`<li key=${one.index} class=${one.success ? "good" : "bad"}>
			<span class="address">${one.email}</span>
			<span class="state">${one.success ? `✓ ${one.note ?? (mailed ? t("invited") : t("invited, no mail sent"))}` : `△ ${one.error.message}`}</span>
			${one.success && !mailed && one.invitation && can("invitation.create_link") && html`
				<button type="button" onClick=${() => setLink(one.invitation)}>${t("Copy access link")}</button>`}
			${!one.success && html`<${Remedy} of=${of} one=${one} onDone=${(/** @type {any} */ fixed) => {
				change(one.index, fixed);
				onDone();
			}} />`}
		</li>`)}</ul>
		<footer>${failed > 0 && html`<button type="button" onClick=${onBack}>${t("Correct the rest")}</button>`}
			<button type="button" class="primary" onClick=${onClose}>${t("Done")}</button></footer>
		${link && html`<${AccessLink} of=${of} invitation=${link} onClose=${() => setLink(null)} />`}
	</div>`;
}

/** The way out for one who could not be invited. */
function Remedy({ of, one, onDone }) {
	const [error, setError] = useState(/** @type {any} */ (null));
	const attempt = (/** @type {() => Promise<any>} */ act) => () => act().then(onDone, setError);
	const resend = attempt(async () => {
		const { items } = await call("invitation.list", { tenant_id: of, query: one.email });
		await call("invitation.resend", { invitation_id: items[0].id });
		return { success: true, note: t("sent again") };
	});
	const again = attempt(async () => {
		const { results } = await call("invitation.create", { tenant_id: of, invitations: [one.asked], on_existing: "reactivate" });
		return { ...results[0], index: one.index };
	});
	const ways = /** @type {Record<string, any>} */ ({
		email_taken: html`<button type="button" onClick=${resend}>${t("Resend invitation")}</button>`,
		already_member: html`<button type="button" onClick=${again}>${t("Invite again if inactive")}</button>`,
		user_exists_elsewhere: html`<span class="hint">${t("They sign in where their account is; it cannot be used here as well.")}</span>`,
	});
	return html`${ways[one.error.reason] ?? null}${error && html`<${Trouble} error=${error} />`}`;
}
