// A disk that can lose power and can be full, put under one process:
//
//   gcc -shared -fPIC -O2 -o disk.so disk.c
//   LD_PRELOAD=disk.so DISK_HOME=folder DISK_PLATTER=folder DISK_FULL=file program
//
// Files directly in DISK_HOME lie on it. DISK_PLATTER, which must not be there yet, is what would be left of them had the
// power gone this moment:
//
//   platter/inodes/ID   of each file: its bytes and its length at its last fsync or fdatasync
//   platter/names/NAME  links to them: the names in the folder at the last fsync of the folder itself
//
// So a file falls back to its last fsync, and a created, renamed or removed name to the folder's last fsync. What is only
// mapped (SQLite's -shm, which is rebuilt whenever it is opened first) is never on the platter. A process killed inside
// fsync leaves some of that fsync's bytes, as a disk may. Torn and reordered sectors are not modelled.
//
// While the file DISK_FULL exists, no file on the disk can grow: ENOSPC.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 256
#define LONGEST_PATH 4096

// The kernel's own calls: those of the C library are what this file takes the place of.
#define REAL(call, ...) syscall(SYS_##call, __VA_ARGS__)

static const char *home, *platter, *full;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

// Bytes from `from` to before `to` may differ from the platter's.
static struct dirty {
  char id[64];
  off_t from, to;
} dirties[MOST_FILES];

// A disk that cannot remember must not say that it does.
static void broken(const char *what) {
  fprintf(stderr, "disk.c: %s: %s\n", what, strerror(errno));
  abort();
}

static void join(char *path, const char *folder, const char *name) {
  if (snprintf(path, LONGEST_PATH, "%s/%s", folder, name) >= LONGEST_PATH) broken(name);
}

// A number alone is not enough: the next file may get that of a removed one.
static int identify(int at, const char *path, char id[64]) {
  struct statx now;
  if (statx(at, path, AT_EMPTY_PATH, STATX_INO | STATX_BTIME, &now) != 0) return -1;
  snprintf(id, 64, "%llu-%lld.%u", (unsigned long long)now.stx_ino, (long long)now.stx_btime.tv_sec, now.stx_btime.tv_nsec);
  return 0;
}

enum place { ELSEWHERE, FILE_OF_HOME, HOME };

// Most descriptors are sockets: they are told apart by one call.
static enum place place_of(int fd, struct stat *now) {
  char link[64], path[LONGEST_PATH];
  if (home == NULL || fstat(fd, now) != 0 || !(S_ISREG(now->st_mode) || S_ISDIR(now->st_mode))) return ELSEWHERE;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return ELSEWHERE;
  path[length] = 0;
  size_t stem = strlen(home);
  if (strncmp(path, home, stem) != 0) return ELSEWHERE;
  if (path[stem] == 0) return HOME;
  return path[stem] == '/' && S_ISREG(now->st_mode) ? FILE_OF_HOME : ELSEWHERE;
}

static struct dirty *dirty_of(const char *id) {
  for (int i = 0; i < MOST_FILES; i++) {
    if (dirties[i].id[0] == 0) {
      strcpy(dirties[i].id, id);
      return &dirties[i];
    }
    if (strcmp(dirties[i].id, id) == 0) return &dirties[i];
  }
  errno = ENFILE;
  broken("too many files");
  return NULL;
}

static void mark(int fd, off_t from, off_t to) {
  char id[64];
  if (to <= from) return;
  if (identify(fd, "", id) != 0) broken("statx");
  pthread_mutex_lock(&lock);
  struct dirty *dirty = dirty_of(id);
  if (dirty->to == dirty->from) {
    dirty->from = from;
    dirty->to = to;
  } else {
    if (from < dirty->from) dirty->from = from;
    if (to > dirty->to) dirty->to = to;
  }
  pthread_mutex_unlock(&lock);
}

static int open_inode(const char *id) {
  char name[96], path[LONGEST_PATH];
  snprintf(name, sizeof name, "inodes/%s", id);
  join(path, platter, name);
  int inode = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (inode < 0) broken(path);
  return inode;
}

// Brings a file's bytes in this range, and its length, to the platter.
static void keep(int fd, int inode, off_t from, off_t to) {
  static char bytes[1 << 20]; // under the lock
  struct stat now;
  if (fstat(fd, &now) != 0) broken("fstat");
  if (to > now.st_size) to = now.st_size;
  while (from < to) {
    size_t wanted = to - from < (off_t)sizeof bytes ? (size_t)(to - from) : sizeof bytes;
    ssize_t got = REAL(pread64, fd, bytes, wanted, from);
    if (got < 0) broken("read");
    if (got == 0) break;
    if (REAL(pwrite64, inode, bytes, got, from) != got) broken("write");
    from += got;
  }
  if (REAL(ftruncate, inode, now.st_size) != 0) broken("truncate");
}

static void keep_file(int fd) {
  char id[64];
  if (identify(fd, "", id) != 0) broken("statx");
  pthread_mutex_lock(&lock);
  struct dirty *dirty = dirty_of(id);
  int inode = open_inode(id);
  keep(fd, inode, dirty->from, dirty->to);
  close(inode);
  dirty->from = dirty->to = 0;
  pthread_mutex_unlock(&lock);
}

// Calls back for each regular file of a folder.
static void each_name(const char *folder, void (*visit)(const char *name, const char *path)) {
  char path[LONGEST_PATH];
  struct stat now;
  DIR *names = opendir(folder);
  if (names == NULL) broken(folder);
  for (struct dirent *entry; (entry = readdir(names)) != NULL;) {
    join(path, folder, entry->d_name);
    if (stat(path, &now) == 0 && S_ISREG(now.st_mode)) visit(entry->d_name, path);
  }
  closedir(names);
}

// A symbolic link, because that can be put in the place of another in one step.
static void keep_name(const char *name, const char *path) {
  char id[64], target[96], link[LONGEST_PATH], kept[300];
  if (identify(AT_FDCWD, path, id) != 0) return; // removed meanwhile
  close(open_inode(id));
  snprintf(target, sizeof target, "../inodes/%s", id);
  join(link, platter, "link");
  unlink(link);
  if (symlink(target, link) != 0) broken(link);
  char place[LONGEST_PATH];
  snprintf(kept, sizeof kept, "names/%s", name);
  join(place, platter, kept);
  if (rename(link, place) != 0) broken(place);
}

static void drop_name(const char *name, const char *path) {
  char present[LONGEST_PATH];
  join(present, home, name);
  if (access(present, F_OK) != 0) unlink(path);
}

static void keep_names(void) {
  char names[LONGEST_PATH];
  join(names, platter, "names");
  pthread_mutex_lock(&lock);
  each_name(home, keep_name);
  each_name(names, drop_name);
  pthread_mutex_unlock(&lock);
}

static void keep_all(const char *name, const char *path) {
  char id[64];
  struct stat now;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fstat(fd, &now) != 0 || identify(fd, "", id) != 0) broken(path);
  int inode = open_inode(id);
  keep(fd, inode, 0, now.st_size);
  close(inode);
  close(fd);
  keep_name(name, path);
}

// What is there when the process starts has long been on the platter.
__attribute__((constructor)) static void start(void) {
  char path[LONGEST_PATH];
  const char *folder = getenv("DISK_HOME");
  platter = getenv("DISK_PLATTER");
  full = getenv("DISK_FULL");
  if (folder == NULL || platter == NULL) return;
  if (mkdir(platter, 0700) != 0) broken(platter);
  join(path, platter, "inodes");
  if (mkdir(path, 0700) != 0) broken(path);
  join(path, platter, "names");
  if (mkdir(path, 0700) != 0) broken(path);
  char *real = realpath(folder, NULL); // as /proc names what is open
  if (real == NULL) broken(folder);
  each_name(real, keep_all);
  home = real;
}

static int has_room(off_t size, off_t end) {
  if (end <= size || full == NULL || access(full, F_OK) != 0) return 1;
  errno = ENOSPC;
  return 0;
}

static int synced(int fd, int result) {
  struct stat now;
  if (result != 0) return result;
  enum place place = place_of(fd, &now);
  if (place == FILE_OF_HOME) keep_file(fd);
  if (place == HOME) keep_names();
  return 0;
}

int fsync(int fd) {
  return synced(fd, REAL(fsync, fd));
}

int fdatasync(int fd) {
  return synced(fd, REAL(fdatasync, fd));
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  struct stat now;
  enum place place = place_of(fd, &now);
  if (place == FILE_OF_HOME && !has_room(now.st_size, offset + count)) return -1;
  ssize_t written = REAL(pwrite64, fd, bytes, count, offset);
  // After the write: were it before, an fsync in another thread could take the mark away too early.
  if (place == FILE_OF_HOME && written > 0) mark(fd, offset, offset + written);
  return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  return pwrite64(fd, bytes, count, offset);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  struct stat now;
  enum place place = place_of(fd, &now);
  if (place == FILE_OF_HOME && !has_room(now.st_size, REAL(lseek, fd, 0, SEEK_CUR) + count)) return -1;
  ssize_t written = REAL(write, fd, bytes, count);
  if (place == FILE_OF_HOME && written > 0) {
    off_t end = REAL(lseek, fd, 0, SEEK_CUR);
    mark(fd, end - written, end);
  }
  return written;
}

int ftruncate64(int fd, off64_t length) {
  struct stat now;
  enum place place = place_of(fd, &now);
  if (place == FILE_OF_HOME && !has_room(now.st_size, length)) return -1;
  int result = REAL(ftruncate, fd, length);
  if (place == FILE_OF_HOME && result == 0)
    mark(fd, length < now.st_size ? length : now.st_size, length < now.st_size ? now.st_size : length);
  return result;
}

int ftruncate(int fd, off_t length) {
  return ftruncate64(fd, length);
}
