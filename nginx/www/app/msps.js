// SPDX-License-Identifier: MIT
// msps: the resellers of the platform, for its operators.
import { useState } from "preact/hooks";
import { call, narrow, number, place, t, tn } from "./base.js";
import { Check, Confirm, Empty, Field, Heading, html, Menu, Pager, Pending, perform, say, Status, Table, Tabs, useLoad } from "./ui.js";
import { Invitations } from "./invitations.js";
import { Settings } from "./settings.js";
import { Credits } from "./tenants.js";
import { Events } from "./trail.js";
import { Users } from "./users.js";

const LIMIT = 50;

export function Msps() {
	const offset = Number(place.value.query.get("from")) || 0;
	const list = useLoad(() => call("msp.list", { limit: LIMIT, offset }), [offset]);
	const [doing, setDoing] = useState(/** @type {{ what: string, msp?: any } | null} */ (null));
	const add = html`<button type="button" class="primary" onClick=${() => setDoing({ what: "create" })}>${t("New MSP")}</button>`;
	const columns = [
		{ head: t("Name"), cell: (/** @type {any} */ one) => html`<a href="/msps/${one.id}/users">${one.name}</a> <span class="hint">${one.slug}</span>` },
		{ head: t("Status"), cell: (/** @type {any} */ one) => html`<${Status} value=${one.status} />` },
		{ head: t("Tenants"), class: "figure", cell: (/** @type {any} */ one) => number(one.tenant_count) },
		{ head: t("Staff"), class: "figure", cell: (/** @type {any} */ one) => number(one.user_count) },
		{ head: t("Credits"), class: "figure", cell: (/** @type {any} */ one) => html`<${Credits} used=${one.total_credits_used} limit=${one.total_credit_limit} />` },
		{ head: t("Actions"), hidden: true, cell: (/** @type {any} */ msp) => html`<${Menu} label=${t("Actions for {name}", { name: msp.name })} items=${[
			{ text: t("Rename"), run: () => setDoing({ what: "rename", msp }) },
			msp.status === "suspended" ? { text: t("Resume"), run: () => setDoing({ what: "resume", msp }) }
				: { text: t("Suspend"), danger: true, run: () => setDoing({ what: "suspend", msp }) },
		]} />` },
	];
	const shared = doing && { msp: doing.msp, onClose: () => setDoing(null), onDone: list.reload };
	return html`
		<${Heading} title=${t("MSPs")}>${add}</${Heading}>
		${!list.data ? html`<${Pending} of=${list} />`
			: list.data.items.length ? html`<${Table} caption=${t("MSPs")} columns=${columns} rows=${list.data.items} busy=${list.busy} />`
			: html`<${Empty} title=${t("No MSPs yet")}>${t("An MSP is a reseller with tenants of its own. Begin with New MSP.")}</${Empty}>`}
		${list.data && html`<${Pager} offset=${offset} limit=${LIMIT} total=${list.data.total} onMove=${(/** @type {number} */ from) => narrow({ from })} />`}
		${doing?.what === "create" && html`<${Create} ...${shared} />`}
		${doing?.what === "rename" && html`<${Rename} ...${shared} />`}
		${doing?.what === "suspend" && html`<${Suspend} ...${shared} />`}
		${doing?.what === "resume" && html`<${Resume} ...${shared} />`}`;
}

/** One MSP from inside: its staff, its settings, what was done there. */
export function Msp({ id, tab }) {
	const found = useLoad(async () => {
		for (let cursor; ;) {
			const page = await call("msp.list", { limit: 100, ...(cursor && { cursor }) });
			const one = page.items.find((msp) => msp.id === id);
			cursor = page.next_cursor;
			if (one || !cursor)
				return one ?? await Promise.reject(new Error(id));
		}
	}, [id]);
	const crumb = html`<p class="crumb"><a href="/msps">${t("All MSPs")}</a></p>`;
	if (!found.data)
		return html`<${Heading} title=${t("MSP")} crumb=${crumb} /><${Pending} of=${found} />`;
	const { name, status } = found.data;
	const at = (/** @type {string} */ side) => `/msps/${id}/${side}`;
	return html`
		<${Heading} title=${name} crumb=${crumb}><${Status} value=${status} /></${Heading}>
		<${Tabs} label=${t("Sides of this MSP")} tabs=${[[at("users"), t("Users")], [at("invitations"), t("Invitations")],
			[at("configuration"), t("Configuration")], [at("audit"), t("Audit")]]} />
		${tab === "users" && html`<${Users} of=${id} name=${name} />`}
		${tab === "invitations" && html`<${Invitations} of=${id} name=${name} />`}
		${tab === "configuration" && html`<${Settings} of=${id} level="msp" />`}
		${tab === "audit" && html`<${Events} of=${id} />`}`;
}

function Create({ onClose, onDone }) {
	/** @param {any} data */
	const run = async (data) => {
		const { name, slug, email, first_name, last_name } = data;
		await perform("msp.create", { name, ...(slug && { slug }), send_email: Boolean(data.send_email),
			admin: { email, ...(first_name && { first_name }), ...(last_name && { last_name }) } }, t("{name} is ready.", { name }));
		onDone();
	};
	return html`<${Confirm} title=${t("New MSP")} action=${t("Create")} run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => html`
			<div class="pair"><${Field} label=${t("Name")} name="name" required maxlength=255 fault=${form.fault("name")} />
				<${Field} label=${t("Short name in the address")} name="slug" maxlength=63 hint=${t("Made from the name when left empty; never changes.")} fault=${form.fault("slug")} /></div>
			<fieldset><legend>${t("Its first administrator")}</legend>
				<${Field} label=${t("Email")} name="email" type="email" required fault=${form.fault("admin.email")} />
				<div class="pair"><${Field} label=${t("First name")} name="first_name" fault=${form.fault("admin.first_name")} />
					<${Field} label=${t("Last name")} name="last_name" fault=${form.fault("admin.last_name")} /></div>
				<${Check} label=${t("Send the invitation by email")} name="send_email" value="1" defaultChecked />
			</fieldset>`}
	</${Confirm}>`;
}

function Rename({ msp, onClose, onDone }) {
	/** @param {any} data */
	const run = async (data) => {
		await perform("msp.update", { msp_id: msp.id, name: data.name, if_version: msp.version }, t("Renamed"));
		onDone();
	};
	return html`<${Confirm} title=${t("Rename {name}", { name: msp.name })} action=${t("Rename")} run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => html`<${Field} label=${t("Name")} name="name" required maxlength=255 defaultValue=${msp.name} fault=${form.fault("name")} />`}
	</${Confirm}>`;
}

function Suspend({ msp, onClose, onDone }) {
	/** @param {any} data */
	const run = async (data) => {
		const { sessions_ended } = await call("msp.suspend", { msp_id: msp.id, ...(data.reason && { reason: data.reason }) });
		say(tn("Suspended; {n} session was ended.", "Suspended; {n} sessions were ended.", sessions_ended));
		onDone();
	};
	return html`<${Confirm} title=${t("Suspend {name}?", { name: msp.name })} action=${t("Suspend")} danger run=${run} onClose=${onClose}>
		<p>${t("Its staff and all users of its tenants are signed out at once and cannot sign in.")}</p>
		<${Field} label=${t("Reason (for the audit)")} name="reason" maxlength=255 />
	</${Confirm}>`;
}

function Resume({ msp, onClose, onDone }) {
	const run = async () => {
		await perform("msp.resume", { msp_id: msp.id }, t("Resumed"));
		onDone();
	};
	return html`<${Confirm} title=${t("Resume {name}?", { name: msp.name })} action=${t("Resume")} run=${run} onClose=${onClose}>
		<p>${t("Its staff and users can sign in again with the passwords that they have.")}</p>
	</${Confirm}>`;
}
