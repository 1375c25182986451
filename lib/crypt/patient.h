/* SPDX-License-Identifier: MIT */
/*
 * patient — long computations let everybody else's short ones go first.
 *
 * A hash of a password keeps a processor busy for as long as hundreds of other calls take.
 * One thread of the process does nothing else, with a lower priority than all workers: in a
 * storm of sign-ins those who are in hardly notice, and without one a hash is as fast as
 * ever.  Used within lib/crypt only.
 */
#ifndef CRYPT_PATIENT_H
#define CRYPT_PATIENT_H

/* WORK(ARG) runs in that thread, and is waited for; in the caller's own if there is none. */
void patient_run(void (*work)(void *), void *arg);

#endif
