/* SPDX-License-Identifier: MIT */
/*
 * banned — functions that do not compile here.
 *
 * Included by the build into every file (-include).  The arena and the
 * adapters around foreign libraries say BANNED_H_ALLOW_MALLOC and may use the
 * heap; nobody may use the rest.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Its headers name a parameter "rand". */
#ifdef BANNED_H_WITH_OPENSSL
#include <openssl/evp.h>
#endif

#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok
#pragma GCC poison localtime gmtime asctime ctime srand atoi atol

#endif
