// SPDX-License-Identifier: MIT
// settings: the configuration of one place, what is inherited and what is set here.
import { useState } from "preact/hooks";
import { call, can, home, learn, me, t } from "./base.js";
import { Field, Heading, html, Pending, say, Select, Submit, Trouble, useForm, useLoad } from "./ui.js";

export function Own() {
	return html`<${Heading} title=${t("Configuration")} /><${Settings} of=${home.value} level=${me.value.tenant.kind} />`;
}

const sections = () => /** @type {[string, RegExp][]} */ ([
	[t("Signing in"), /^(mfa_|password_|session_|reset_|inactive_|allowed_origins)/],
	[t("Inviting"), /^(onboarding|direct_|invite_|default_role|role_change|access_link|link_host|max_users|default_language)/],
	[t("Appearance"), /^branding_/],
	[t("Features"), /^(beta_|default_model)/],
	[t("Tenants and packages"), /./],
]);

/** What the words mean that some settings choose from. */
const words = () => /** @type {Record<string, string>} */ ({
	invite: t("by invitation"), direct: t("active at once"), link: t("a link"), temporary_password: t("a temporary password"),
	allowed: t("allowed"), forbidden: t("forbidden"), unprivileged: t("for those who manage nobody"), off: t("never"),
	first_name: t("First name"), last_name: t("Last name"), communication_email: t("Communication email"), language: t("Language"),
	communication: t("the communication email"), login: t("the login email"), both: t("both addresses"),
	tenant: t("the host of the tenant"), msp: t("the host of the MSP"), required: t("required"),
	single: t("one for each person"), multi: t("several for each person"), never: t("never"), after_removal: t("after the removal"),
	en: "English", fr: "Français", de: "Deutsch", es: "Español",
});

/** @param {string} word */
const meaning = (word) => words()[word] ?? word;

/** A value as people read it. @param {any} value */
function shown(value) {
	if (value === null || value === "" || Array.isArray(value) && value.length === 0)
		return t("nothing");
	return typeof value === "boolean" ? value ? t("On") : t("Off") : Array.isArray(value) ? value.map(meaning).join(", ") : meaning(String(value));
}

/** @param {any} a @param {any} b */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** @param {{ of: string, level: string }} props */
export function Settings({ of, level }) {
	const loaded = useLoad(() => Promise.all([call("config.schema"), call("config.get", { tenant_id: of })]), [of]);
	if (!loaded.data)
		return html`<${Pending} of=${loaded} lines=${9} />`;
	const [schema, config] = loaded.data;
	return html`<${Form} key=${`${of} ${config.version}`} of=${of} level=${level} schema=${schema} config=${config} reload=${loaded.reload} />`;
}

function Form({ of, level, schema, config, reload }) {
	const [edited, setEdited] = useState(/** @type {Record<string, any>} */ ({}));
	const changed = Object.entries(edited).filter(([key, value]) => value === null ? config.origin[key] === level : !same(value, config.values[key]));
	const form = useForm(async () => {
		await call("config.update", { tenant_id: of, values: Object.fromEntries(changed), if_version: config.version });
		say(t("Saved"));
		if (of === home.value)
			await learn();
		await reload();
	});
	const may = can("config.update");
	const keys = Object.keys(schema.properties).filter((key) => schema.properties[key]["x-levels"].includes(level));
	const left = new Set(keys);
	const groups = sections().map(([title, pattern]) => {
		const mine = [...left].filter((key) => pattern.test(key));
		mine.forEach((key) => left.delete(key));
		return /** @type {[string, string[]]} */ ([title, mine]);
	}).filter(([, mine]) => mine.length);
	/** @param {string} key @param {any} value */
	const set = (key, value) => setEdited((now) => ({ ...now, [key]: value }));
	const origins = /** @type {Record<string, string>} */ ({ default: t("default"), platform: t("from the platform"), msp: t("from the MSP"), tenant: t("from the tenant") });
	return html`<form class="settings" onSubmit=${form.onSubmit}>
		${groups.map(([title, mine]) => html`<section key=${title} aria-label=${title}><h2>${title}</h2>
			${mine.map((key) => {
				const own = config.origin[key] === level;
				const reset = edited[key] === null;
				return html`<div class="setting" key=${key}>
					<${Setting} name=${key} schema=${schema.properties[key]} disabled=${!may}
						value=${reset || !(key in edited) ? config.values[key] : edited[key]} onSet=${(/** @type {any} */ value) => set(key, value)}
						fault=${form.fault(`values.${key}`) ?? form.fault(key)} />
					<p class="origin">${reset ? t("will be inherited") : key in edited && !same(edited[key], config.values[key]) ? t("changed")
						: own ? t("set here") : origins[config.origin[key]]}
						${own && may && !reset && html` <button type="button" class="link" onClick=${() => set(key, null)}
							aria-label=${t("Inherit {name}", { name: schema.properties[key].title })}>${t("Inherit")}</button>`}</p>
				</div>`;
			})}
		</section>`)}
		<${Trouble} error=${form.trouble}>
			${form.error?.reason === "version_conflict" && html`<p><button type="button" onClick=${reload}>${t("Show the newest")}</button></p>`}
		</${Trouble}>
		${may && changed.length > 0 && html`<footer class="sticky">
			<ul class="diff">${changed.map(([key, value]) => html`<li key=${key}><span>${schema.properties[key].title}</span>
				<del>${shown(config.values[key])}</del> <ins>${value === null ? t("inherited") : shown(value)}</ins></li>`)}</ul>
			<button type="button" onClick=${() => setEdited({})}>${t("Discard")}</button>
			<${Submit} busy=${form.busy}>${t("Save")}</${Submit}></footer>`}
	</form>`;
}

/** One setting, with the control that its type asks for. */
export function Setting({ name, schema, value, onSet, fault, disabled }) {
	const shared = { label: schema.title, hint: schema.description, fault, disabled };
	const typed = (/** @type {(text: string) => any} */ read) => (/** @type {any} */ event) => onSet(read(event.currentTarget.value));
	if (schema.type === "boolean")
		return html`<${Select} ...${shared} value=${String(value)} options=${[["true", t("On")], ["false", t("Off")]]} onChange=${typed((text) => text === "true")} />`;
	if (schema.enum)
		return html`<${Select} ...${shared} value=${value} options=${schema.enum.map((/** @type {string} */ one) => [one, meaning(one)])} onChange=${typed(String)} />`;
	if (schema.type === "integer")
		return html`<${Field} ...${shared} type="number" min=${schema.minimum} max=${schema.maximum} value=${value} onInput=${typed(Number)} />`;
	if (schema.items?.enum)
		return html`<${Choices} ...${shared} name=${name} choices=${schema.items.enum} value=${value} onSet=${onSet} />`;
	if (schema.type === "array")
		return html`<${Field} ...${shared} value=${(value ?? []).join(", ")} placeholder=${t("apart by commas")}
			onChange=${typed((text) => text.split(/[\s,]+/).filter(Boolean))} />`;
	return html`<${Field} ...${shared} type=${/email/.test(name) ? "email" : /_url$/.test(name) ? "url" : "text"} maxlength=${schema.maxLength}
		value=${value ?? ""} onInput=${typed(String)} />`;
}

function Choices({ label, hint, fault, disabled, name, choices, value, onSet }) {
	return html`<fieldset class="choices-of" aria-describedby="${name}-hint"><legend>${label}</legend>
		${choices.map((/** @type {string} */ one) => html`<div class="check" key=${one}>
			<input type="checkbox" id="${name}-${one}" checked=${value.includes(one)} disabled=${disabled}
				onChange=${(/** @type {any} */ event) => onSet(choices.filter((/** @type {string} */ other) =>
					other === one ? event.currentTarget.checked : value.includes(other)))} />
			<label for="${name}-${one}">${meaning(one)}</label></div>`)}
		<p class="hint" id="${name}-hint">${hint}</p>${fault && html`<p class="fault">${fault}</p>`}
	</fieldset>`;
}
