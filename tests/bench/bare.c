/* SPDX-License-Identifier: MIT */
/*
 * bare — what the machine allows: FastCGI, some prepared statements, an answer
 * of a given size, and nothing else.
 *
 *	bare LISTEN PROCESSES BYTES DATABASE-SOCKET DATABASE STATEMENT...
 *
 * Every process has one connection, and runs all statements for each request.
 * A ? in them is an id of 16 bytes, new for each request, later ones greater.
 */
#include <err.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <fcgiapp.h>
#include <mysql.h>

#define BACKLOG		4096
#define MOST_COLUMNS	64
#define MOST_CELL	4096

static unsigned char id[16];

static void
new_id(void)
{
	const uint32_t pid = (uint32_t)getpid();
	struct timespec now;
	uint64_t ns;

	clock_gettime(CLOCK_REALTIME, &now);
	ns = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
	for (int i = 0; i < 8; i++)
		id[i] = (unsigned char)(ns >> (56 - 8 * i));
	memcpy(id + 8, &pid, sizeof(pid));
}

static MYSQL *
connect_to(const char *socket, const char *database)
{
	MYSQL *link = mysql_init(NULL);

	if (mysql_real_connect(link, NULL, "root", NULL, database, 0, socket,
	    0) == NULL)
		errx(1, "%s", mysql_error(link));
	return link;
}

static MYSQL_STMT *
prepare(MYSQL *link, const char *text)
{
	static unsigned long length = sizeof(id);
	MYSQL_STMT *s = mysql_stmt_init(link);
	unsigned long n;
	MYSQL_BIND *in;

	if (mysql_stmt_prepare(s, text, strlen(text)) != 0)
		errx(1, "%s: %s", text, mysql_stmt_error(s));
	n = mysql_stmt_param_count(s);
	in = calloc(n + 1, sizeof(*in));
	for (unsigned long i = 0; i < n; i++)
		in[i] = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_BLOB,
		    .buffer = id, .buffer_length = sizeof(id),
		    .length = &length};
	if (mysql_stmt_bind_param(s, in) != 0)
		errx(1, "%s", mysql_stmt_error(s));
	free(in);
	return s;
}

static void
bind_columns(MYSQL_STMT *s)
{
	static char cells[MOST_COLUMNS][MOST_CELL];
	MYSQL_BIND out[MOST_COLUMNS] = {0};

	if (mysql_stmt_field_count(s) == 0)
		return;
	if (mysql_stmt_field_count(s) > MOST_COLUMNS)
		errx(1, "more than %d columns", MOST_COLUMNS);
	for (unsigned i = 0; i < mysql_stmt_field_count(s); i++) {
		out[i].buffer_type = MYSQL_TYPE_STRING;
		out[i].buffer = cells[i];
		out[i].buffer_length = MOST_CELL;
	}
	if (mysql_stmt_bind_result(s, out) != 0)
		errx(1, "%s", mysql_stmt_error(s));
}

static void
run(MYSQL_STMT *s)
{
	if (mysql_stmt_execute(s) != 0)
		errx(1, "%s", mysql_stmt_error(s));
	if (mysql_stmt_field_count(s) == 0)
		return;
	while (mysql_stmt_fetch(s) == 0)
		continue;
}

static void
serve(int listener, char *reply, int bytes, MYSQL_STMT **all, int n)
{
	FCGX_Request request;
	char scrap[4096];

	setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "0", 1);
	setenv("LIBFCGI_IS_AF_UNIX_KEEPER_POLL_TIMEOUT", "0", 1);
	FCGX_Init();
	FCGX_InitRequest(&request, listener, 0);
	while (FCGX_Accept_r(&request) == 0) {
		while (FCGX_GetStr(scrap, sizeof(scrap), request.in) > 0)
			continue;
		new_id();
		for (int i = 0; i < n; i++)
			run(all[i]);
		FCGX_FPrintF(request.out, "Content-Type: application/json\r\n"
		    "Content-Length: %d\r\n\r\n", bytes);
		FCGX_PutStr(reply, bytes, request.out);
		FCGX_Finish_r(&request);
	}
}

static void
child(char **argv, int listener)
{
	int bytes = atoi(argv[3]), n = 0;
	char *reply = malloc((size_t)bytes + 1);
	MYSQL *link = connect_to(argv[4], argv[5]);
	MYSQL_STMT *all[16];

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	memset(reply, 'x', (size_t)bytes);
	for (char **text = argv + 6; *text != NULL && n < 16; text++, n++) {
		all[n] = prepare(link, *text);
		bind_columns(all[n]);
	}
	serve(listener, reply, bytes, all, n);
	exit(0);
}

int
main(int argc, char **argv)
{
	int listener;

	if (argc < 6)
		errx(2, "usage: bare LISTEN PROCESSES BYTES "
		    "DATABASE-SOCKET DATABASE STATEMENT...");
	FCGX_Init();
	unlink(argv[1]);
	listener = FCGX_OpenSocket(argv[1], BACKLOG);
	if (listener < 0 || chmod(argv[1], 0666) != 0)
		err(1, "%s", argv[1]);
	for (int i = atoi(argv[2]); i > 0; i--)
		if (fork() == 0)
			child(argv, listener);
	/* The first that ends ends all. */
	wait(NULL);
	return 1;
}
