/* SPDX-License-Identifier: MIT */
#include "app/app.h"

#include "app/refuse.h"
#include "base/log.h"
#include "model/kind.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define USUAL_WORDS	"/usr/share/dict/cracklib-small"
#define DB_TIMEOUT	5	/* seconds for one statement of a call */

static enum log_level
level_named(const char *name)
{
	static const char *const names[] = {"debug", "info", "warn", "error"};
	size_t i = 0;

	while (strcmp(names[i], name) != 0)
		i++;
	return (enum log_level)i;
}

static const char *
or_null(const char *s)
{
	return *s == '\0' ? NULL : s;
}

static struct db_config
database_of(const struct options *o, const char *user, const char *password,
	    unsigned timeout)
{
	bool remote = *o->db_host != '\0';

	return (struct db_config){
		.socket = remote ? NULL : o->db_socket,
		.host = remote ? o->db_host : NULL,
		.port = remote ? (unsigned)o->db_port : 0,
		.name = o->db_name,
		.user = user,
		.password = password,
		.tls_ca = or_null(o->db_tls_ca),
		.timeout = timeout,
	};
}

static struct service
service_of(const struct options *o)
{
	bool has_relay = strcmp(o->mail_transport, "sendmail") == 0 ||
	    *o->smtp_host != '\0';

	return (struct service){
		.version = PACKAGE_VERSION,
		.base_domain = o->base_domain,
		.public_port = (unsigned)o->public_port,
		.password_cost = {
			.memory_kib = (unsigned)o->password_memory_kib,
			.passes = (unsigned)o->password_passes,
		},
		.mail_from = o->mail_from,
		.mail_configured = has_relay && *o->mail_from != '\0',
	};
}

bool
app_load(struct ctx *c, struct app *app)
{
	const struct options *o = &app->options;
	const char *owner, *wrong;

	id_prefixes(kind_prefixes, KIND_COUNT);
	if (!options_load(c, app->config_file, &app->options))
		return false;
	log_level(level_named(o->log_level));
	log_json(strcmp(o->log_format, "json") == 0);
	if (!log_open(o->log_file))
		return refuse(c, "log_file: %s cannot be written: %s",
		    o->log_file, strerror(errno));
	app->db = database_of(o, o->db_user, o->db_password, DB_TIMEOUT);
	wrong = db_config_wrong(c->arena, &app->db);
	if (wrong != NULL)
		return refuse(c, "%s: %s", *o->db_host == '\0' ? "db_socket" :
		    "db_host", wrong);
	owner = or_null(o->db_owner_user);
	app->db_owner = owner == NULL ?
	    database_of(o, o->db_user, o->db_password, 0) :
	    database_of(o, owner, o->db_owner_password, 0);
	app->service = service_of(o);
	return true;
}

/* At most half of the workers hash or wait for it, two for each one that hashes: those who
 * are signed in do not notice how many are not. */
static void
open_slots(const struct options *o)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	long half = o->workers < 2 ? 1 : o->workers / 2;
	long slots = o->hash_slots > 0 ? o->hash_slots : processors;
	long waiting;

	slots = slots < 1 ? 1 : slots > half ? half : slots;
	waiting = half - slots > 2 * slots ? 2 * slots : half - slots;
	/* Half of a request's time may pass with waiting for a turn. */
	password_slots((unsigned)slots, (unsigned)waiting,
	    (unsigned)o->request_timeout * 500);
}

static bool
open_keys(struct ctx *c, struct app *app)
{
	const char *path = app->options.key_file;
	const char *why;

	if (access(path, F_OK) != 0 && errno == ENOENT)
		return true;
	app->service.keys = keyring_open(path, &why);
	return app->service.keys != NULL || refuse(c, "key_file: %s: %s",
	    path, why);
}

/* Mapped before the first fork: all processes read the same pages. */
static bool
map_words(const char *path, struct bytes *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat s;
	void *p;

	if (fd < 0)
		return false;
	if (fstat(fd, &s) != 0 || s.st_size == 0) {
		(void)close(fd);
		return false;
	}
	p = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_SHARED, fd, 0);
	(void)close(fd);
	if (p == MAP_FAILED)
		return false;
	*out = (struct bytes){p, (size_t)s.st_size};
	return true;
}

static bool
open_words(struct ctx *c, struct app *app)
{
	const char *path = app->options.common_passwords;
	struct bytes *words = &app->service.common_passwords;

	if (*path == '\0') {
		if (!map_words(USUAL_WORDS, words))
			log_event(LOG_INFO_, "no-word-list", "path=%s",
			    USUAL_WORDS);
		return true;
	}
	return map_words(path, words) ||
	    refuse(c, "common_passwords: %s cannot be read", path);
}

bool
app_warm(struct ctx *c, struct app *app)
{
	const char *wrong = methods_check();

	if (wrong != NULL)
		return refuse(c, "method %s", wrong);
	crypt_init();
	open_slots(&app->options);
	return open_keys(c, app) && open_words(c, app) &&
	    peers_parse(c, app->options.peer_users, &app->peers);
}
