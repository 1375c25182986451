// SPDX-License-Identifier: MIT
// invitations: who was invited, what became of the mail, and what can be done about it.
import { useState } from "preact/hooks";
import { ago, call, can, chosen, home, me, moment, narrow, place, t } from "./base.js";
import { Confirm, Dialog, Empty, Field, fullName, Heading, html, Menu, Pager, pageSize, Pending, perform, Search, Select, stateName, Status, Table,
	useLoad } from "./ui.js";
import { AccessLink, changes, Grants, granted, speakable } from "./person.js";
import { Invite, useRoles } from "./users.js";

const STATUSES = /** @type {const} */ (["pending", "accepted", "expired", "revoked"]);

export function OwnInvitations() {
	return html`<${Invitations} of=${home.value} name=${me.value.tenant.name} page />`;
}

/** @param {any} invitation @param {(what: string) => void} choose */
function actions({ status }, choose) {
	const open = status === "pending";
	const all = /** @type {[boolean, string, string, boolean?][]} */ ([
		[(open || status === "expired") && can("invitation.create"), t("Resend invitation"), "resend"],
		[open && can("invitation.create_link"), t("Copy access link"), "link"],
		[open && can("invitation.update"), t("Edit"), "edit"],
		[open && can("invitation.revoke"), t("Delete"), "delete", true],
	]);
	return all.filter(([may]) => may).map(([, text, what, danger]) => ({ text, danger, run: () => choose(what) }));
}

/** What became of the newest mail. */
export function Delivery({ delivery }) {
	if (!delivery)
		return html`<span class="hint">${t("No mail sent")}</span>`;
	return html`<${Status} value=${delivery.state} title=${moment(delivery.updated_at)} />
		${delivery.last_error && html` <span class="hint break">${delivery.last_error}</span>`}`;
}

export function Invitations({ of, name, page = false }) {
	const query = place.value.query;
	const asked = { query: query.get("q") ?? "", status: chosen("status", STATUSES) ?? "pending", limit: pageSize(), offset: Number(query.get("from")) || 0 };
	const list = useLoad(() => call("invitation.list", {
		tenant_id: of, status: asked.status, limit: asked.limit, offset: asked.offset, ...(asked.query && { query: asked.query }),
	}), [of, asked.query, asked.status, asked.limit, asked.offset]);
	const titleOf = useRoles(of);
	const [doing, setDoing] = useState(/** @type {{ what: string, invitation: any } | null} */ (null));
	const buttons = html`<${Invite} of=${of} name=${name} onDone=${list.reload} />`;
	const columns = [
		{ head: t("Email"), class: "break", cell: (/** @type {any} */ one) => html`${one.email}
			${one.communication_email !== one.email && html` <span class="hint">${t("mail to {email}", { email: one.communication_email })}</span>`}` },
		{ head: t("Name"), cell: (/** @type {any} */ one) => fullName(one) || "–" },
		{ head: t("Role"), cell: (/** @type {any} */ one) => titleOf(one.role_name) },
		{ head: t("Mail"), class: "text", cell: (/** @type {any} */ one) => html`<${Delivery} delivery=${one.delivery} />` },
		{ head: t("Invited"), cell: (/** @type {any} */ one) => html`<span title=${moment(one.created_at)}>${ago(one.created_at)}</span>` },
		{ head: t("Expires"), cell: (/** @type {any} */ one) => html`<span title=${moment(one.expires_at)}>${ago(one.expires_at)}</span>` },
		{ head: t("Status"), cell: (/** @type {any} */ one) => html`<${Status} value=${one.status} />` },
		{ head: t("Actions"), hidden: true, cell: (/** @type {any} */ one) => html`<${Menu} label=${t("Actions for {name}", { name: one.email })}
			items=${actions(one, (what) => setDoing({ what, invitation: one }))} />` },
	];
	const shared = doing && { of, invitation: doing.invitation, onClose: () => setDoing(null), onDone: list.reload };
	return html`
		${page && html`<${Heading} title=${t("Invitations")}>${buttons}</${Heading}>`}
		<div class="filters">
			<${Search} label=${t("Search invitations")} value=${asked.query} onSearch=${(/** @type {string} */ q) => narrow({ q, from: 0 })} />
			<select aria-label=${t("Status")} value=${asked.status}
				onChange=${(/** @type {any} */ event) => narrow({ status: event.currentTarget.value, from: 0 })}>
				${STATUSES.map((one) => html`<option key=${one} value=${one}>${stateName(one)}</option>`)}
			</select>
			${!page && html`<div class="actions">${buttons}</div>`}
		</div>
		${!list.data ? html`<${Pending} of=${list} />`
			: list.data.items.length ? html`<${Table} caption=${t("Invitations to {name}", { name })} columns=${columns} rows=${list.data.items} busy=${list.busy} by=${[titleOf]} />`
			: asked.query ? html`<${Empty} title=${t("No invitation fits.")} action=${html`<button type="button"
				onClick=${() => narrow({ q: "", from: 0 })}>${t("Show all invitations")}</button>`} />`
			: html`<${Empty} title=${t("No invitation is in this state")}>${t("Who is invited and has not accepted yet stands here.")}</${Empty}>`}
		${list.data && html`<${Pager} offset=${asked.offset} limit=${asked.limit} total=${list.data.total} onMove=${(/** @type {number} */ from) => narrow({ from })}
			onSize=${(/** @type {number} */ rows) => narrow({ rows, from: 0 })} />`}
		${doing?.what === "resend" && html`<${Resend} ...${shared} />`}
		${doing?.what === "link" && html`<${AccessLink} ...${shared} />`}
		${doing?.what === "edit" && html`<${Edit} ...${shared} />`}
		${doing?.what === "delete" && html`<${Revoke} ...${shared} />`}`;
}

function Resend({ invitation, onClose, onDone }) {
	const run = async () => {
		await perform("invitation.resend", { invitation_id: invitation.id },
			t("The invitation is on its way to {email}.", { email: invitation.communication_email }));
		onDone();
	};
	return html`<${Confirm} title=${t("Resend the invitation?")} action=${t("Resend invitation")} run=${run} onClose=${onClose}>
		<p>${t("{email} gets a new link. Every older link stops working.", { email: invitation.communication_email })}</p>
	</${Confirm}>`;
}

function Revoke({ invitation, onClose, onDone }) {
	const run = async () => {
		await perform("invitation.revoke", { invitation_id: invitation.id }, t("The invitation is deleted."));
		onDone();
	};
	return html`<${Confirm} title=${t("Delete the invitation of {name}?", { name: invitation.email })} action=${t("Delete")} danger run=${run} onClose=${onClose}>
		<p>${t("The invitation ends and its links stop working.")}</p>
	</${Confirm}>`;
}

function Edit({ of, invitation, onClose, onDone }) {
	const title = t("Edit the invitation of {name}", { name: invitation.email });
	const choice = useLoad(() => Promise.all([
		call("invitation.get", { invitation_id: invitation.id }), call("role.assignable", { tenant_id: of }),
	]), [invitation.id]);
	const titleOf = useRoles(of);
	if (!choice.data)
		return html`<${Dialog} title=${title} onClose=${onClose}><${Pending} of=${choice} /></${Dialog}>`;
	const [was, assignable] = choice.data;
	/** @param {any} data */
	const run = async (data) => {
		const { role, first_name, last_name, communication_email, language } = data;
		const changed = changes({ first_name, last_name, communication_email, language }, was);
		const kept = was.permissions.filter((/** @type {string} */ name) => !assignable.permissions.includes(name));
		const permissions = [...kept, ...granted(data)].sort();
		await perform("invitation.update", {
			invitation_id: was.id, ...changed, ...(role !== was.role_name && { role }),
			...(permissions.join() !== [...was.permissions].sort().join() && { permissions }), if_version: was.version,
		}, t("Saved"));
		onDone();
	};
	return html`<${Confirm} key=${was.version} title=${title} action=${t("Save")} run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => html`
			<${Field} label=${t("Login email")} value=${was.email} readonly hint=${t("Cannot be changed once it is set.")} />
			<div class="pair">
				<${Field} label=${t("First name")} name="first_name" defaultValue=${was.first_name ?? ""} fault=${form.fault("first_name")} />
				<${Field} label=${t("Last name")} name="last_name" defaultValue=${was.last_name ?? ""} fault=${form.fault("last_name")} />
			</div>
			<${Field} label=${t("Communication email")} name="communication_email" type="email" defaultValue=${was.communication_email}
				hint=${t("A new address voids the old links, and the invitation is sent there.")} fault=${form.fault("communication_email")} />
			<${Select} label=${t("Language")} name="language" value=${was.language} options=${speakable(was.language)} />
			<${Select} label=${t("Role")} name="role" value=${was.role_name} fault=${form.fault("role")}
				options=${[...new Set([was.role_name, ...assignable.roles])].map((one) => [one, titleOf(one)])} />
			<${Grants} offered=${assignable.permissions} given=${was.permissions} />
			${form.error?.reason === "version_conflict" && html`<p><button type="button" onClick=${choice.reload}>${t("Show the newest")}</button></p>`}`}
	</${Confirm}>`;
}
