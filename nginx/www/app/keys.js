// SPDX-License-Identifier: MIT
// keys: API keys of one place. A secret is shown once.
import { useState } from "preact/hooks";
import { ago, call, date, home, me, moment, once, t } from "./base.js";
import { Confirm, Copy, Dialog, Empty, Field, Heading, html, Menu, Pending, perform, Table, useLoad } from "./ui.js";
import { Grants, granted } from "./person.js";

export function Keys() {
	const list = useLoad(() => call("api_key.list", { tenant_id: home.value }), []);
	const [doing, setDoing] = useState(/** @type {{ what: string, key?: any } | null} */ (null));
	const [secret, setSecret] = useState(/** @type {any} */ (null));
	const add = html`<button type="button" class="primary" onClick=${() => setDoing({ what: "create" })}>${t("New key")}</button>`;
	const columns = [
		{ head: t("Name"), cell: (/** @type {any} */ one) => one.name },
		{ head: t("Begins with"), cell: (/** @type {any} */ one) => html`<code>${one.prefix}…</code>` },
		{ head: t("Permissions"), class: "text", cell: (/** @type {any} */ one) => html`<span title=${one.permissions.join(", ")}>${one.permissions.length > 3
			? `${one.permissions.slice(0, 3).join(", ")} +${one.permissions.length - 3}` : one.permissions.join(", ")}</span>` },
		{ head: t("Last used"), cell: (/** @type {any} */ one) => one.last_used_at ? html`<span title=${moment(one.last_used_at)}>${ago(one.last_used_at)}</span>` : t("Never") },
		{ head: t("Ends"), cell: (/** @type {any} */ one) => one.expires_at ? date(one.expires_at) : t("Never") },
		{ head: t("Actions"), hidden: true, cell: (/** @type {any} */ key) => html`<${Menu} label=${t("Actions for {name}", { name: key.name })} items=${[
			{ text: t("Rotate"), run: () => setDoing({ what: "rotate", key }) },
			{ text: t("Revoke"), danger: true, run: () => setDoing({ what: "revoke", key }) },
		]} />` },
	];
	const close = () => setDoing(null);
	const shown = (/** @type {any} */ made) => {
		setSecret(made);
		list.reload();
	};
	return html`
		<${Heading} title=${t("API keys")}>${add}</${Heading}>
		<p class="lead">${t("For other programs. A key belongs to this place, not to the person who made it.")}</p>
		${!list.data ? html`<${Pending} of=${list} />`
			: list.data.items.length ? html`<${Table} caption=${t("API keys")} columns=${columns} rows=${list.data.items} busy=${list.busy} />`
			: html`<${Empty} title=${t("No keys yet")}>${t("Begin with New key.")}</${Empty}>`}
		${doing?.what === "create" && html`<${Create} onClose=${close} onDone=${shown} />`}
		${doing?.what === "rotate" && html`<${Rotate} of=${doing.key} onClose=${close} onDone=${shown} />`}
		${doing?.what === "revoke" && html`<${Confirm} title=${t("Revoke {name}?", { name: doing.key.name })} action=${t("Revoke")} danger onClose=${close}
			run=${async () => {
				await perform("api_key.revoke", { api_key_id: doing.key.id }, t("The key is revoked."));
				list.reload();
			}}><p>${t("Programs that use it are refused from the next call on.")}</p></${Confirm}>`}
		${secret && html`<${Dialog} title=${t("The new key")} onClose=${() => setSecret(null)}>
			<p>${t("Keep it now: it is shown only this once, and nobody can read it again.")}</p>
			<${Copy} label=${t("Secret")} value=${secret.secret} />
			<footer><button type="button" class="primary" onClick=${() => setSecret(null)}>${t("I have kept it")}</button></footer>
		</${Dialog}>`}`;
}

function Create({ onClose, onDone }) {
	const [key] = useState(once);
	/** @param {any} data */
	const run = async (data) => onDone(await call("api_key.create", {
		name: data.name, permissions: granted(data), tenant_id: home.value, idempotency_key: key,
		...(data.expires_at && { expires_at: `${data.expires_at}T23:59:59Z` }),
	}));
	return html`<${Confirm} title=${t("New key")} action=${t("Create")} run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => html`
			<${Field} label=${t("Name")} name="name" required maxlength=255 hint=${t("Which program uses it?")} fault=${form.fault("name")} />
			<${Field} label=${t("Ends on")} name="expires_at" type="date" hint=${t("Empty: never.")} fault=${form.fault("expires_at")} />
			${form.fault("permissions") && html`<p class="fault">${form.fault("permissions")}</p>`}
			<${Grants} offered=${me.value.permissions} given=${[]} title=${t("What it may do")} open />`}
	</${Confirm}>`;
}

function Rotate({ of, onClose, onDone }) {
	/** @param {any} data */
	const run = async (data) => onDone(await call("api_key.rotate", { api_key_id: of.id, overlap_hours: Number(data.overlap_hours) }));
	return html`<${Confirm} title=${t("Rotate {name}?", { name: of.name })} action=${t("Rotate")} run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => html`<p>${t("You get a new secret; the old one goes on for a while, so that nothing stands still.")}</p>
			<${Field} label=${t("Hours that the old one still works")} name="overlap_hours" type="number" min="0" max="168" defaultValue="24" required fault=${form.fault("overlap_hours")} />`}
	</${Confirm}>`;
}
