/* SPDX-License-Identifier: MIT */
#include "app/options.h"

#include "app/refuse.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

#include <confuse.h>

#define WIDTH	76

enum kind { KIND_text, KIND_secret, KIND_choice, KIND_number };

static const struct option {
	const char *name;
	enum kind kind;
	size_t offset;
	const char *def;
	int64_t min, max;
	const char *prose;
} table[] = {
#define X(TYPE, NAME, DEFAULT, MIN, MAX, PROSE)				\
	{#NAME, KIND_##TYPE, offsetof(struct options, NAME), DEFAULT,	\
	 MIN, MAX, PROSE},
#include "app/options.def"
#undef X
};

/* libconfuse's callbacks carry no pointer of ours. */
static struct loading {
	struct ctx *ctx;
	const char *file;
	struct options *out;
	bool seen[countof(table)];
	bool secret;		/* the file holds one */
} *loading;

static void *
member(const struct option *o, struct options *all)
{
	return (char *)all + o->offset;
}

static const void *
value_of(const struct option *o, const struct options *all)
{
	return (const char *)all + o->offset;
}

static const struct option *
option_find(const char *name)
{
	for (size_t i = 0; i < countof(table); i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

/* ---- one value ---- */

static bool
set_number(struct ctx *c, const struct option *o, const char *text,
	   const char *place, struct options *out)
{
	char *end;
	long long n;

	errno = 0;
	n = strtoll(text, &end, 10);
	if (isspace((unsigned char)*text) || end == text || *end != '\0' ||
	    errno != 0 || n < o->min || n > o->max)
		return refuse(c, "%s%s: expected a whole number from %lld to "
		    "%lld, not \"%s\"", place, o->name, (long long)o->min,
		    (long long)o->max, text);
	*(int64_t *)member(o, out) = n;
	return true;
}

static bool
set_choice(struct ctx *c, const struct option *o, const char *text,
	   const char *place, struct options *out)
{
	size_t n = strlen(text);

	for (const char *s = o->def; s != NULL; ) {
		const char *bar = strchr(s, '|');
		size_t most = bar == NULL ? strlen(s) : (size_t)(bar - s);

		if (most == n && memcmp(s, text, n) == 0) {
			*(const char **)member(o, out) =
			    arena_memdup(c->arena, text, n);
			return true;
		}
		s = bar == NULL ? NULL : bar + 1;
	}
	return refuse(c, "%s%s: expected one of %s, not \"%s\"", place, o->name,
	    o->def, text);
}

static bool
set_text(struct ctx *c, const struct option *o, const char *text,
	 const char *place, struct options *out)
{
	size_t n = strlen(text);

	if ((int64_t)n < o->min || (int64_t)n > o->max)
		return refuse(c,
		    "%s%s: expected %lld to %lld characters, not %zu", place,
		    o->name, (long long)o->min, (long long)o->max, n);
	for (const char *s = text; *s != '\0'; s++)
		if (iscntrl((unsigned char)*s))
			return refuse(c, "%s%s: expected text without control "
			    "characters", place, o->name);
	*(const char **)member(o, out) = arena_strdup(c->arena, text);
	return true;
}

static bool
set(struct ctx *c, const struct option *o, const char *text, const char *place,
    struct options *out)
{
	switch (o->kind) {
	case KIND_number:
		return set_number(c, o, text, place, out);
	case KIND_choice:
		return set_choice(c, o, text, place, out);
	case KIND_text:
	case KIND_secret:
		return set_text(c, o, text, place, out);
	}
	unreachable();
}

static const char *
choice_default(struct ctx *c, const struct option *o)
{
	return arena_memdup(c->arena, o->def, strcspn(o->def, "|"));
}

static bool
set_defaults(struct ctx *c, struct options *out)
{
	for (size_t i = 0; i < countof(table); i++) {
		const struct option *o = &table[i];
		const char *def = o->kind == KIND_choice ?
		    choice_default(c, o) : o->def;

		if (!set(c, o, def, "default: ", out))
			return false;
	}
	return true;
}

/* ---- the file ---- */

static const char *
place_of(cfg_t *cfg)
{
	return arena_printf(loading->ctx->arena, "%s:%d: ", loading->file,
	    cfg->line);
}

static int
take_value(cfg_t *cfg, cfg_opt_t *opt)
{
	const struct option *o = option_find(cfg_opt_name(opt));
	size_t i = (size_t)(o - table);
	const char *text = cfg_opt_getnstr(opt, 0);

	if (loading->seen[i]) {
		(void)refuse(loading->ctx, "%s%s: expected once, stands here "
		    "again", place_of(cfg), o->name);
		return -1;
	}
	loading->seen[i] = true;
	loading->secret |= o->kind == KIND_secret && *text != '\0';
	return set(loading->ctx, o, text, place_of(cfg), loading->out) ? 0 : -1;
}

static void
take_error(cfg_t *cfg, const char *fmt, va_list args)
{
	struct ctx *c = loading->ctx;

	if (c->err.code == E_none)
		(void)refuse(c, "%s%s: expected `name = value` with a name "
		    "that `tenantry print config` lists", place_of(cfg),
		    arena_vprintf(c->arena, fmt, args));
}

static bool
parse(struct ctx *c, FILE *f)
{
	cfg_opt_t opts[countof(table) + 1] = {0};
	cfg_opt_t end = CFG_END();
	cfg_t *cfg;
	int rc;

	for (size_t i = 0; i < countof(table); i++) {
		cfg_opt_t one = CFG_STR(table[i].name, NULL, CFGF_NODEFAULT);

		opts[i] = one;
	}
	opts[countof(table)] = end;
	cfg = cfg_init(opts, CFGF_NONE);
	if (cfg == NULL)
		return refuse(c, "%s: libconfuse cannot start", loading->file);
	(void)cfg_set_error_function(cfg, take_error);
	for (size_t i = 0; i < countof(table); i++)
		(void)cfg_set_validate_func(cfg, table[i].name, take_value);
	rc = cfg_parse_fp(cfg, f);
	(void)cfg_free(cfg);
	if (c->err.code != E_none)
		return false;
	return rc == CFG_SUCCESS ||
	    refuse(c, "%s: expected lines `name = value`", loading->file);
}

bool
options_exposed(const char *file, const char *root)
{
	char real_root[PATH_MAX], real_file[PATH_MAX];
	size_t n;

	if (file == NULL || root == NULL || realpath(root, real_root) == NULL ||
	    realpath(file, real_file) == NULL)
		return false;
	n = strlen(real_root);
	return strncmp(real_file, real_root, n) == 0 && real_file[n] == '/';
}

static bool
load_file(struct ctx *c, const char *file, struct options *out)
{
	struct loading l = {.ctx = c, .file = file, .out = out};
	struct stat st;
	FILE *f;
	bool ok;

	if (options_exposed(file, getenv("DOCUMENT_ROOT")))
		return refuse(c, "%s: expected outside of the web server's "
		    "DOCUMENT_ROOT, where everybody could read it", file);
	f = fopen(file, "re");
	if (f == NULL)
		return refuse(c, "%s: cannot be read: %s", file,
		    strerror(errno));
	loading = &l;
	ok = fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode) ?
	    parse(c, f) : refuse(c, "%s: expected a file", file);
	loading = NULL;
	(void)fclose(f);
	if (ok && l.secret && (st.st_mode & S_IROTH) != 0)
		return refuse(c, "%s: holds a password and is world-readable; "
		    "say: chmod o-r %s", file, file);
	return ok;
}

/* ---- the environment ---- */

static const char *
env_name(struct ctx *c, const struct option *o)
{
	char *name = arena_printf(c->arena, "TENANTRY_%s", o->name);

	for (char *s = name; *s != '\0'; s++)
		*s = (char)toupper((unsigned char)*s);
	return name;
}

static bool
load_environment(struct ctx *c, struct options *out)
{
	for (size_t i = 0; i < countof(table); i++) {
		const char *name = env_name(c, &table[i]);
		const char *text = getenv(name);

		if (text != NULL && !set(c, &table[i], text,
		    arena_printf(c->arena, "%s: ", name), out))
			return false;
	}
	return true;
}

bool
options_load(struct ctx *c, const char *file, struct options *out)
{
	struct options all = {0};

	if (!set_defaults(c, &all) ||
	    (file != NULL && !load_file(c, file, &all)) ||
	    !load_environment(c, &all))
		return false;
	*out = all;
	return true;
}

/* ---- print ---- */

static void
print_prose(struct buf *b, const char *prose)
{
	size_t column = 0;

	for (const char *s = prose; *s != '\0'; s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");

		if (column > 0 && column + 1 + n > WIDTH) {
			buf_putc(b, '\n');
			column = 0;
		}
		buf_puts(b, column == 0 ? "# " : " ");
		buf_add(b, s, n);
		column += n + (column == 0 ? 2 : 1);
		s += n;
	}
	buf_putc(b, '\n');
}

static void
print_bounds(struct buf *b, const struct option *o)
{
	switch (o->kind) {
	case KIND_number:
		buf_printf(b, "# A number from %lld to %lld; default %s.\n",
		    (long long)o->min, (long long)o->max, o->def);
		return;
	case KIND_choice:
		buf_printf(b, "# One of %s; default %.*s.\n", o->def,
		    (int)strcspn(o->def, "|"), o->def);
		return;
	case KIND_text:
	case KIND_secret:
		if (*o->def == '\0')
			buf_puts(b, "# Default: empty.\n");
		else
			buf_printf(b, "# Default: %s\n", o->def);
		return;
	}
	unreachable();
}

static void
print_quoted(struct buf *b, const char *s)
{
	buf_putc(b, '"');
	for (; *s != '\0'; s++) {
		if (strchr("\"\\$", *s) != NULL)
			buf_putc(b, '\\');
		buf_putc(b, *s);
	}
	buf_putc(b, '"');
}

static void
print_value(struct buf *b, const struct option *o, const void *value)
{
	if (o->kind == KIND_number) {
		buf_printf(b, "%s = %lld\n", o->name,
		    (long long)*(const int64_t *)value);
	} else if (o->kind == KIND_secret) {
		buf_printf(b, "# %s is %s\n", o->name,
		    **(const char *const *)value == '\0' ?
		    "not set" : "set, and not shown");
	} else {
		buf_printf(b, "%s = ", o->name);
		print_quoted(b, *(const char *const *)value);
		buf_putc(b, '\n');
	}
}

static bool
is_default(const struct option *o, const void *value)
{
	size_t n = strcspn(o->def, "|");
	const char *text;

	if (o->kind == KIND_number)
		return *(const int64_t *)value == strtoll(o->def, NULL, 10);
	text = *(const char *const *)value;
	if (o->kind != KIND_choice)
		return strcmp(text, o->def) == 0;
	return strlen(text) == n && memcmp(text, o->def, n) == 0;
}

void
options_print(struct buf *b, const struct options *all, bool changed)
{
	for (size_t i = 0; i < countof(table); i++) {
		const struct option *o = &table[i];
		const void *value = value_of(o, all);

		if (changed && is_default(o, value))
			continue;
		if (!changed) {
			if (i > 0)
				buf_putc(b, '\n');
			print_prose(b, o->prose);
			print_bounds(b, o);
		}
		print_value(b, o, value);
	}
}
