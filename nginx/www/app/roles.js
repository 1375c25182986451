// SPDX-License-Identifier: MIT
// roles: what people may do, by name.
import { useState } from "preact/hooks";
import { call, can, home, number, t, tn } from "./base.js";
import { Confirm, Empty, Field, Heading, html, Menu, Pending, say, Select, Table, useLoad } from "./ui.js";
import { Grants, granted } from "./person.js";

export function Roles() {
	const list = useLoad(() => call("role.list", { tenant_id: home.value }), []);
	const [doing, setDoing] = useState(/** @type {{ what: string, role: any } | null} */ (null));
	const may = can("role.manage");
	const add = may && html`<button type="button" class="primary" onClick=${() => setDoing({ what: "edit", role: {} })}>${t("New role")}</button>`;
	const columns = [
		{ head: t("Role"), cell: (/** @type {any} */ one) => html`${one.title || one.name} <span class="hint"><code>${one.name}</code></span>` },
		{ head: t("What for"), class: "text", cell: (/** @type {any} */ one) => one.description || "–" },
		{ head: t("Permissions"), cell: (/** @type {any} */ one) => one.permissions.length ? html`<details><summary>${tn("{n} permission", "{n} permissions", one.permissions.length)}</summary>
			<ul class="plainlist">${one.permissions.map((/** @type {string} */ name) => html`<li key=${name}><code>${name}</code></li>`)}</ul></details>` : t("None") },
		{ head: t("May assign"), class: "text", cell: (/** @type {any} */ one) => one.can_assign.join(", ") || "–" },
		{ head: t("Users"), class: "figure", cell: (/** @type {any} */ one) => number(one.user_count) },
		{ head: t("Kind"), cell: (/** @type {any} */ one) => one.builtin ? t("Built in") : t("Own") },
		{ head: t("Actions"), hidden: true, cell: (/** @type {any} */ role) => html`<${Menu} label=${t("Actions for {name}", { name: role.name })} items=${may && !role.builtin ? [
			{ text: t("Edit"), run: () => setDoing({ what: "edit", role }) },
			{ text: t("Delete"), danger: true, run: () => setDoing({ what: "delete", role }) },
		] : []} />` },
	];
	const close = () => setDoing(null);
	return html`
		<${Heading} title=${t("Roles")}>${add}</${Heading}>
		${!list.data ? html`<${Pending} of=${list} />`
			: list.data.items.length ? html`<${Table} caption=${t("Roles")} columns=${columns} rows=${list.data.items} busy=${list.busy} />`
			: html`<${Empty} title=${t("No roles yet")} />`}
		${doing?.what === "edit" && html`<${Edit} was=${doing.role} roles=${list.data.items} onClose=${close} onDone=${list.reload} />`}
		${doing?.what === "delete" && html`<${Remove} role=${doing.role} roles=${list.data.items} onClose=${close} onDone=${list.reload} />`}`;
}

function Edit({ was, roles, onClose, onDone }) {
	const isNew = !was.id;
	const known = useLoad(() => call("permission.list"), []);
	/** @param {any} data */
	const run = async (data) => {
		const own = data.own.split(/[\s,]+/).filter(Boolean);
		const can_assign = roles.map((/** @type {any} */ one) => one.name).filter((/** @type {string} */ name) => data[`assign:${name}`]);
		const values = { title: data.title, description: data.description, permissions: [...granted(data), ...own], can_assign };
		await (isNew ? call("role.create", { tenant_id: home.value, name: data.name, ...values }) : call("role.update", { role_id: was.id, ...values }));
		say(t("Saved"));
		onDone();
	};
	const names = known.data?.items.map((/** @type {any} */ one) => one.name) ?? [];
	const given = was.permissions ?? [];
	return html`<${Confirm} title=${isNew ? t("New role") : t("Edit {name}", { name: was.title || was.name })} action=${t("Save")} run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => known.data ? html`
			<div class="pair">
				<${Field} label=${t("Name for programs")} name="name" required readonly=${!isNew} defaultValue=${was.name ?? ""} pattern="[a-z0-9_]+" fault=${form.fault("name")} />
				<${Field} label=${t("Title")} name="title" defaultValue=${was.title ?? ""} fault=${form.fault("title")} />
			</div>
			<${Field} label=${t("What for")} name="description" defaultValue=${was.description ?? ""} fault=${form.fault("description")} />
			<${Grants} offered=${names} given=${given.filter((/** @type {string} */ name) => names.includes(name))} title=${t("Permissions")} open />
			<${Field} label=${t("Permissions of your application")} name="own" hint=${t("Such as app:report.read, apart by commas.")}
				defaultValue=${given.filter((/** @type {string} */ name) => !names.includes(name)).join(", ")} fault=${form.fault("permissions")} />
			<fieldset><legend>${t("Roles that it may assign")}</legend>${roles.map((/** @type {any} */ one) => html`<div class="check" key=${one.id}>
				<input type="checkbox" id="assign-${one.id}" name="assign:${one.name}" value="1" defaultChecked=${was.can_assign?.includes(one.name)} />
				<label for="assign-${one.id}">${one.title || one.name}</label></div>`)}</fieldset>`
			: html`<${Pending} of=${known} />`}
	</${Confirm}>`;
}

function Remove({ role, roles, onClose, onDone }) {
	/** @param {any} data */
	const run = async (data) => {
		const { users_moved } = await call("role.delete", { role_id: role.id, ...(data.replace_with && { replace_with: data.replace_with }) });
		say(tn("Deleted; {n} user has another role now.", "Deleted; {n} users have another role now.", users_moved));
		onDone();
	};
	return html`<${Confirm} title=${t("Delete {name}?", { name: role.title || role.name })} action=${t("Delete")} danger run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => html`<p>${tn("{n} user has this role.", "{n} users have this role.", role.user_count)}</p>
			<${Select} label=${t("They get instead")} name="replace_with" fault=${form.fault("replace_with")}
				options=${[["", t("Nothing: refuse if somebody has it")], ...roles.filter((/** @type {any} */ one) => one.id !== role.id)
					.map((/** @type {any} */ one) => [one.name, one.title || one.name])]} />`}
	</${Confirm}>`;
}
