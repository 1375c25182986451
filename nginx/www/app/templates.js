// SPDX-License-Identifier: MIT
// templates: what a new tenant can begin with. The list, and the page on which one is made.
import { useState } from "preact/hooks";
import { call, can, go, number, place, t, tn } from "./base.js";
import { Confirm, Empty, Field, Heading, html, Menu, Pending, perform, say, Select, Submit, Table, Trouble, useForm, useLoad } from "./ui.js";
import { Setting } from "./settings.js";

/** Everything that a template chooses from. */
async function choices() {
	const [types, schema, permissions] = await Promise.all([call("package.list_types"), call("config.schema"), call("permission.list")]);
	const settings = Object.entries(schema.properties).filter(([, one]) => one["x-levels"].includes("tenant"));
	return { types: types.items, settings: Object.fromEntries(settings), permissions: permissions.items };
}

/** What is shown in its place where somebody may not choose a package. */
const without = () => t("Without a package");

export function Templates() {
	const list = useLoad(() => Promise.all([call("template.list"), call("package.list_types")]), []);
	const [dropping, setDropping] = useState(/** @type {any} */ (null));
	const may = can("template.manage");
	const columns = [
		{ head: t("Name"), cell: (/** @type {any} */ one) => html`<a href="/templates/${one.id}">${one.name}</a>` },
		{ head: t("Package"), cell: (/** @type {any} */ one) => list.data?.[1].items.find((/** @type {any} */ type) => type.id === one.package_type_id)?.name ?? without() },
		{ head: t("Settings"), class: "figure", cell: (/** @type {any} */ one) => number(Object.keys(one.config).length) },
		{ head: t("Roles"), class: "text", cell: (/** @type {any} */ one) => one.roles.map((/** @type {any} */ role) => role.title || role.name).join(", ") || "–" },
		...(may ? [{ head: t("Actions"), hidden: true, cell: (/** @type {any} */ one) => html`<${Menu} label=${t("Actions for {name}", { name: one.name })} items=${[
			{ text: t("Edit"), run: () => go(`/templates/${one.id}`) },
			{ text: t("Make a copy"), run: () => go(`/templates/new?from=${one.id}`) },
			{ text: t("Delete"), danger: true, run: () => setDropping(one) },
		]} />` }] : []),
	];
	const add = may && html`<button type="button" class="primary" onClick=${() => go("/templates/new")}>${t("New template")}</button>`;
	const drop = async () => {
		await perform("template.delete", { template_id: dropping.id }, t("Deleted"));
		list.reload();
	};
	return html`
		<${Heading} title=${t("Templates")}>${add}</${Heading}>
		<p class="lead">${t("What a new tenant begins with. Tenants that exist are not changed by it.")}</p>
		${!list.data ? html`<${Pending} of=${list} />`
			: list.data[0].items.length ? html`<${Table} caption=${t("Templates")} columns=${columns} rows=${list.data[0].items} busy=${list.busy} />`
			: html`<${Empty} title=${t("No templates yet")}>${t("Begin with New template.")}</${Empty}>`}
		${dropping && html`<${Confirm} title=${t("Delete {name}?", { name: dropping.name })} action=${t("Delete")} danger
			onClose=${() => setDropping(null)} run=${drop}>
			<p>${t("Tenants that were made from it stay as they are.")}</p></${Confirm}>`}`;
}

/** A template to be edited; not changeable are those of the platform, for an MSP, and those that came along. @param {string} id */
async function opened(id) {
	const was = await call("template.get", { template_id: id });
	const mine = can("template.manage") && await call("template.update", { template_id: id, name: was.name, dry_run: true }).then(() => true, () => false);
	return { was, mine };
}

export function Template({ id = "" }) {
	const from = place.value.query.get("from");
	const found = useLoad(() => Promise.all([choices(), id || from ? opened(id || /** @type {string} */ (from)) : null]), [id, from]);
	const crumb = html`<p class="crumb"><a href="/templates">${t("All templates")}</a></p>`;
	if (!found.data)
		return html`<${Heading} title=${id ? t("Template") : t("New template")} crumb=${crumb} /><${Pending} of=${found} lines=${9} />`;
	const [known, source] = found.data;
	const was = source?.was ?? { name: "", package_type_id: null, config: {}, roles: [] };
	return html`
		<${Heading} title=${id ? was.name : t("New template")} crumb=${crumb}>
			${id && !source.mine && can("template.manage") && html`<a class="button" href="/templates/new?from=${id}">${t("Make a copy")}</a>`}
		</${Heading}>
		${id && !source.mine && html`<p class="note">${t("This template is not yours to change.")}</p>`}
		<${Form} key=${`${id} ${from} ${was.version}`} id=${id} was=${id ? was : { ...was, name: "" }} known=${known}
			fixed=${Boolean(id) && !source.mine} reload=${found.reload} />`;
}

/** A role of a template, as the form keeps it. @typedef {{ key: number, name: string, title: string, description: string, permissions: string[], can_assign: string[], own: string }} Draft */

let drafts = 0;

/** @param {any} role @param {string[]} names of the service's own permissions @returns {Draft} */
function draft({ name = "", title = "", description = "", permissions = [], can_assign = [] }, names) {
	return { key: ++drafts, name, title: title ?? "", description: description ?? "", can_assign: can_assign ?? [],
		permissions: permissions.filter((/** @type {string} */ one) => names.includes(one)),
		own: permissions.filter((/** @type {string} */ one) => !names.includes(one)).join(", ") };
}

/** @param {Draft} role */
function finished({ name, title, description, permissions, own, can_assign }) {
	return { name, ...(title && { title }), ...(description && { description }),
		permissions: [...permissions, ...own.split(/[\s,]+/).filter(Boolean)], can_assign };
}

function Form({ id, was, known, fixed, reload }) {
	const names = known.permissions.map((/** @type {any} */ one) => one.name);
	const [config, setConfig] = useState(/** @type {Record<string, any>} */ (was.config));
	const [roles, setRoles] = useState(() => was.roles.map((/** @type {any} */ one) => draft(one, names)));
	const form = useForm(async (data) => {
		const values = { name: data.name, package_type_id: data.package_type_id || null, config, roles: roles.map(finished) };
		await (id ? call("template.update", { template_id: id, ...values, if_version: was.version }) : call("template.create", values));
		say(t("Saved"));
		go("/templates");
	});
	/** @param {number} key @param {object} change */
	const change = (key, change) => setRoles((/** @type {Draft[]} */ now) => now.map((one) => one.key === key ? { ...one, ...change } : one));
	return html`<form class="settings" onSubmit=${form.onSubmit}>
		<section aria-label=${t("Template")}>
			<div class="pair">
				<${Field} label=${t("Name")} name="name" required maxlength=255 defaultValue=${was.name} readonly=${fixed} autofocus=${!id} fault=${form.fault("name")} />
				<${Select} label=${t("Package")} name="package_type_id" value=${was.package_type_id ?? ""} disabled=${fixed} fault=${form.fault("package_type_id")}
					options=${[["", without()], ...known.types.map((/** @type {any} */ one) => [one.id, one.name])]} />
			</div>
		</section>
		<${Presets} known=${known.settings} config=${config} fixed=${fixed} form=${form} set=${setConfig} />
		<section aria-labelledby="roles"><h2 id="roles">${t("Roles")}</h2>
			<p class="lead">${t("Beside those that every tenant has.")}</p>
			${roles.map((/** @type {Draft} */ role, /** @type {number} */ i) => html`<${RoleFields} key=${role.key} role=${role} known=${known.permissions} fixed=${fixed}
				others=${["admin", "member", ...roles.map((/** @type {Draft} */ one) => one.name)].filter((name) => name && name !== role.name)}
				fault=${(/** @type {string} */ field) => form.fault(`roles[${i}].${field}`)} change=${(/** @type {any} */ values) => change(role.key, values)}
				onDrop=${() => setRoles(roles.filter((/** @type {Draft} */ one) => one !== role))} />`)}
			${!fixed && html`<p><button type="button" onClick=${() => setRoles([...roles, draft({}, names)])}>${t("Add a role")}</button></p>`}
		</section>
		<${Trouble} error=${form.trouble}>
			${form.error?.reason === "version_conflict" && html`<p><button type="button" onClick=${reload}>${t("Show the newest")}</button></p>`}
		</${Trouble}>
		<footer><a class="button" href="/templates">${fixed ? t("Back") : t("Cancel")}</a>
			${!fixed && html`<${Submit} busy=${form.busy}>${t("Save")}</${Submit}>`}</footer>
	</form>`;
}

/** The settings that the template brings; all others stay as the tenant inherits them. */
function Presets({ known, config, fixed, form, set }) {
	const mine = Object.keys(known).filter((key) => key in config);
	const rest = Object.keys(known).filter((key) => !(key in config));
	/** @param {any} event */
	const add = (event) => {
		const key = event.currentTarget.value;
		if (key)
			set({ ...config, [key]: known[key].default });
	};
	/** @param {string} key */
	const drop = (key) => {
		const { [key]: _, ...kept } = config;
		set(kept);
	};
	return html`<section aria-labelledby="presets"><h2 id="presets">${t("Settings")}</h2>
		${!mine.length && html`<p class="lead">${t("None: a new tenant inherits all of them.")}</p>`}
		${mine.map((key) => html`<div class="setting" key=${key}>
			<${Setting} name=${key} schema=${known[key]} value=${config[key]} disabled=${fixed}
				onSet=${(/** @type {any} */ value) => set({ ...config, [key]: value })} fault=${form.fault(`config.${key}`)} />
			${!fixed && html`<p class="origin"><button type="button" class="link" onClick=${() => drop(key)}
				aria-label=${t("Leave out {name}", { name: known[key].title })}>${t("Leave out")}</button></p>`}
		</div>`)}
		${!fixed && rest.length > 0 && html`<${Select} key=${mine.length} label=${t("Add a setting")} value="" onChange=${add} class="adding"
			options=${[["", t("Choose a setting")], ...rest.map((key) => [key, known[key].title])]} />`}
	</section>`;
}

function RoleFields({ role, known, others, fixed, fault, change, onDrop }) {
	const typed = (/** @type {keyof Draft} */ name) => (/** @type {any} */ event) => change({ [name]: event.currentTarget.value });
	/** The list with or without this one. @param {string[]} list @param {string} one @param {boolean} wanted */
	const toggled = (list, one, wanted) => wanted ? [...list, one] : list.filter((other) => other !== one);
	const tick = (/** @type {"permissions" | "can_assign"} */ list, /** @type {string} */ one, /** @type {string} */ text, /** @type {string} */ hint) => html`
		<div class="check" key=${one}>
			<input type="checkbox" id="${role.key}-${list}-${one}" checked=${role[list].includes(one)} disabled=${fixed}
				onChange=${(/** @type {any} */ event) => change({ [list]: toggled(role[list], one, event.currentTarget.checked) })} />
			<label for="${role.key}-${list}-${one}">${text}</label>
			${hint && html`<p class="hint"><code>${hint}</code></p>`}</div>`;
	const held = role.permissions.length;
	return html`<fieldset><legend>${role.title || role.name || t("New role")}</legend>
		<div class="pair">
			<${Field} label=${t("Name for programs")} required pattern="[a-z0-9_]+" maxlength=64 autocapitalize="off" readonly=${fixed} value=${role.name} onInput=${typed("name")} fault=${fault("name")} />
			<${Field} label=${t("Title")} maxlength=255 readonly=${fixed} value=${role.title} onInput=${typed("title")} fault=${fault("title")} />
		</div>
		<${Field} label=${t("What for")} maxlength=1000 readonly=${fixed} value=${role.description} onInput=${typed("description")} fault=${fault("description")} />
		<details class="grants"><summary>${t("What it may do")}: ${tn("{n} permission", "{n} permissions", held)}</summary>
			${known.map((/** @type {any} */ one) => tick("permissions", one.name, one.title, one.name))}</details>
		<${Field} label=${t("Permissions of your application")} readonly=${fixed} value=${role.own} onInput=${typed("own")}
			hint=${t("Such as app:report.read, apart by commas.")} fault=${fault("permissions")} />
		<details class="grants"><summary>${t("Roles that it may assign")}: ${role.can_assign.join(", ") || t("None")}</summary>
			${[...new Set([...others, ...role.can_assign])].map((one) => tick("can_assign", one, one, ""))}</details>
		${!fixed && html`<p><button type="button" onClick=${onDrop} aria-label=${t("Leave out {name}", { name: role.title || role.name || t("New role") })}>${t("Leave out")}</button></p>`}
	</fieldset>`;
}
