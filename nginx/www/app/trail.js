// SPDX-License-Identifier: MIT
// trail: what was done (the audit) and what was sent (the outbox). Both grow without end, so one reads on by a cursor.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { call, chosen, home, moment, narrow, place, t } from "./base.js";
import { Confirm, Empty, Field, Heading, html, Menu, Pending, perform, Search, stateName, Table, Trouble, useLoad } from "./ui.js";
import { Delivery } from "./invitations.js";

const STATES = /** @type {const} */ (["queued", "sent", "deferred", "failed", "cancelled"]);

/** A list that is read on and on. @param {(cursor: string | undefined) => Promise<any>} fetch @param {any[]} by */
function useRest(fetch, by) {
	const first = useLoad(() => fetch(undefined), by);
	const [rest, setRest] = useState(/** @type {{ items: any[], cursor: string | null }} */ ({ items: [], cursor: null }));
	const [error, setError] = useState(/** @type {any} */ (null));
	const page = useRef(/** @type {any} */ (null));
	useEffect(() => {
		page.current = first.data;
		setRest({ items: [], cursor: first.data?.next_cursor ?? null });
	}, [first.data]);
	const more = async () => {
		const of = page.current;
		try {
			const next = await fetch(/** @type {string} */ (rest.cursor));
			if (page.current === of)
				setRest({ items: [...rest.items, ...next.items], cursor: next.next_cursor });
			setError(null);
		} catch (refused) {
			setError(refused);
		}
	};
	const onward = rest.cursor && html`<p><button type="button" onClick=${more}>${t("Read on")}</button></p>`;
	const items = useMemo(() => [...(first.data?.items ?? []), ...rest.items], [first.data, rest]);
	return { ...first, items, more: html`<${Trouble} error=${error} />${onward}` };
}

export function Trail() {
	return html`<${Heading} title=${t("Audit")} /><${Events} of=${home.value} />`;
}

/** One value of a change. @param {any} value */
const told = (value) => value === null || value === undefined ? "–" : typeof value === "object" ? JSON.stringify(value) : String(value);

function Changes({ of }) {
	const entries = Object.entries(of ?? {});
	if (!entries.length)
		return "–";
	return html`<details><summary>${entries.map(([name]) => name).join(", ")}</summary>
		<dl class="facts small">${entries.map(([name, value]) => html`<dt key=${name}>${name}</dt>
			<dd>${Array.isArray(value) && value.length === 2 ? html`<del>${told(value[0])}</del> <ins>${told(value[1])}</ins>` : told(value)}</dd>`)}</dl></details>`;
}

export function Events({ of }) {
	const query = place.value.query;
	const asked = { action: query.get("action") ?? "", actor: query.get("actor") ?? "", target: query.get("target") ?? "", since: query.get("since") ?? "", until: query.get("until") ?? "" };
	const list = useRest((cursor) => call("audit.list", {
		tenant_id: of, limit: 50, ...(cursor && { cursor }), ...(asked.action && { action: asked.action }), ...(asked.actor && { actor_id: asked.actor }),
		...(asked.target && { target_id: asked.target }), ...(asked.since && { from: `${asked.since}T00:00:00Z` }),
		...(asked.until && { to: `${asked.until}T23:59:59Z` }),
	}), [of, asked.action, asked.actor, asked.target, asked.since, asked.until]);
	const columns = [
		{ head: t("When"), class: "tight", cell: (/** @type {any} */ one) => moment(one.at) },
		{ head: t("Who"), class: "text", cell: (/** @type {any} */ one) => one.actor.id
			? html`<button type="button" class="link" title=${t("Only what was done by this one")} onClick=${() => narrow({ actor: one.actor.id })}>${one.actor.name || one.actor.id}</button>`
			: one.actor.name || one.actor.kind },
		{ head: t("What"), cell: (/** @type {any} */ one) => html`<button type="button" class="link" title=${t("Only this action")}
			onClick=${() => narrow({ action: one.action })}><code>${one.action}</code></button>
			${one.refusal && html` <span class="status bad">△ ${one.refusal}</span>`}` },
		{ head: t("To what"), class: "break", cell: (/** @type {any} */ one) => one.target_id ? html`<button type="button" class="link" title=${t("Only what was done to this one")}
			onClick=${() => narrow({ target: one.target_id })}><code>${one.target_id.replace(/^([a-z]+_).*(.{6})$/, "$1…$2")}</code></button>` : "–" },
		{ head: t("Changes"), class: "text", cell: (/** @type {any} */ one) => html`<${Changes} of=${one.changes} />` },
		{ head: t("From"), cell: (/** @type {any} */ one) => one.ip || "–" },
	];
	const filtered = asked.action || asked.actor || asked.target || asked.since || asked.until;
	const all = html`<button type="button" onClick=${() => narrow({ action: "", actor: "", target: "", since: "", until: "" })}>${t("Show everything")}</button>`;
	return html`
		<div class="filters">
			<${Search} label=${t("Name of the action")} value=${asked.action} onSearch=${(/** @type {string} */ action) => narrow({ action })} />
			<label class="inline">${t("From day")} <input type="date" value=${asked.since} onChange=${(/** @type {any} */ event) => narrow({ since: event.currentTarget.value })} /></label>
			<label class="inline">${t("Up to")} <input type="date" value=${asked.until} onChange=${(/** @type {any} */ event) => narrow({ until: event.currentTarget.value })} /></label>
			${filtered && html`<div class="actions">${all}</div>`}
		</div>
		${!list.data ? html`<${Pending} of=${list} lines=${9} />`
			: list.items.length ? html`<${Table} caption=${t("Audit")} columns=${columns} rows=${list.items} busy=${list.busy} />${list.more}`
			: filtered ? html`<${Empty} title=${t("Nothing of this kind was done.")} action=${all} />`
			: html`<${Empty} title=${t("Nothing was done yet")} />`}`;
}

const kinds = () => /** @type {Record<string, string>} */ ({
	invitation: t("Invitation"), password_reset: t("Password reset"), temporary_password: t("Temporary password"),
	email_change: t("Change of address"), password_changed: t("Password changed"), mfa_changed: t("Second factor changed"),
	email_changed: t("Address changed"), test: t("Test"),
});

export function Outbox() {
	const query = place.value.query;
	const asked = { to: query.get("q") ?? "", state: chosen("state", STATES) };
	const list = useRest((cursor) => call("mail.list", {
		limit: 50, ...(cursor && { cursor }), ...(asked.to && { to: asked.to }), ...(asked.state && { state: asked.state }),
	}), [asked.to, asked.state]);
	const [testing, setTesting] = useState(false);
	const [error, setError] = useState(/** @type {any} */ (null));
	const act = (/** @type {"mail.retry" | "mail.cancel"} */ method, /** @type {any} */ mail, /** @type {string} */ done) => () =>
		perform(method, { mail_id: mail.id }, done).then(() => { setError(null); list.reload(); }, setError);
	/** @param {any} mail */
	const items = (mail) => [
		...(["deferred", "failed", "cancelled"].includes(mail.delivery.state) ? [{ text: t("Try again"), run: act("mail.retry", mail, t("It is tried again.")) }] : []),
		...(["queued", "deferred"].includes(mail.delivery.state) ? [{ text: t("Cancel"), run: act("mail.cancel", mail, t("It will not be sent.")) }] : []),
	];
	const columns = [
		{ head: t("To"), class: "break", cell: (/** @type {any} */ one) => one.to },
		{ head: t("Kind"), cell: (/** @type {any} */ one) => kinds()[one.kind] ?? one.kind },
		{ head: t("Language"), cell: (/** @type {any} */ one) => one.language },
		{ head: t("State"), class: "text", cell: (/** @type {any} */ one) => html`<${Delivery} delivery=${one.delivery} />` },
		{ head: t("Tries"), class: "figure", cell: (/** @type {any} */ one) => one.delivery.attempts },
		{ head: t("Made"), cell: (/** @type {any} */ one) => moment(one.created_at) },
		{ head: t("Actions"), hidden: true, cell: (/** @type {any} */ one) => html`<${Menu} label=${t("Actions for {name}", { name: one.to })} items=${items(one)} />` },
	];
	return html`
		<${Heading} title=${t("Mail")}><button type="button" onClick=${() => setTesting(true)}>${t("Send a test")}</button></${Heading}>
		<div class="filters">
			<${Search} label=${t("Address of the recipient")} value=${asked.to} onSearch=${(/** @type {string} */ q) => narrow({ q })} />
			<select aria-label=${t("State")} value=${asked.state ?? ""} onChange=${(/** @type {any} */ event) => narrow({ state: event.currentTarget.value })}>
				<option value="">${t("Every state")}</option>
				${STATES.map((one) => html`<option key=${one} value=${one}>${stateName(one)}</option>`)}
			</select>
		</div>
		<${Trouble} error=${error} />
		${!list.data ? html`<${Pending} of=${list} />`
			: list.items.length ? html`<${Table} caption=${t("Mail")} columns=${columns} rows=${list.items} busy=${list.busy} />${list.more}`
			: html`<${Empty} title=${asked.to || asked.state ? t("No mail fits.") : t("No mail yet")} />`}
		${testing && html`<${Confirm} title=${t("Send a test")} action=${t("Send")} onClose=${() => setTesting(false)}
			run=${async (/** @type {any} */ data) => {
				await perform("mail.send_test", { to: data.to.trim() }, t("On its way; its fate stands in the list."));
				list.reload();
			}}>${(/** @type {any} */ form) => html`<${Field} label=${t("Email")} name="to" type="email" required fault=${form.fault("to")} />`}</${Confirm}>`}`;
}
