// wsload: many WebSockets from one thread, for loading a relay on this machine. Knows two protocols: Tincan's and PeerServer's.
//
//   gcc -O2 -o wsload wsload.c                              plain
//   gcc -O2 -DTLS -o wsload wsload.c -lssl -lcrypto         adds -T (wss)
//
//   wsload -k tincan|peer|handshake -P port -f endpoints [-b number of the first] [-c connecting at once] [-s bytes of a message] [-T]
//
// `endpoints` has one line for each socket: "ticket account device". A ticket of "-" leaves that socket unopened, yet its
// account and device are known as a recipient. Sockets 2p and 2p+1 are pair p; messages go from the even one to the odd one.
// Each 20,000 sockets, counted from the first of all clients, come from a loopback address of their own: one has 28,000 ports.
// A `handshake` ends with that of TLS, and nothing is asked over it.
//
// Opens every socket, prints one line of JSON, then answers each line on stdin with one line of JSON:
//   call PAIRS                  sets up an accepted call for each pair, which Tincan asks for before signals may pass
//   signal PAIRS WINDOW SECS    closed loop: WINDOW signals in flight for each pair, done when the odd socket has them
//   send PAIRS WINDOW SECS      closed loop: WINDOW messages in flight for each pair, done when the even socket has `sent`
//   steady PAIRS RATE SECS      open loop: RATE messages a second, done as those of `send`
//   pace PAIRS RATE SECS        open loop: RATE signals a second, done as those of `signal`
//   fill PAIRS WINDOW COUNT     as `send`, until each pair has sent COUNT
//   presences COUNT             waits until so many people have been told to be there, since the start
//   deliveries COUNT            waits until so many messages have been delivered, since the start
//   probe SECS                  only sleeps, 100 us at a time: the latencies are how much later it woke
//   idle SECS                   only listens
//   quit
//
// Frames are masked with a key of zero: the server still has to unmask them, this program need not mask.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifdef TLS
#include <openssl/ssl.h>
static SSL_CTX *tls_context;
#endif

enum state { UNOPENED, CONNECTING, UPGRADING, GREETING, READY, DEAD };
enum kind { TINCAN, PEER, HANDSHAKE };

struct bytes { char *at; uint32_t length, room; };

struct socket {
  enum state state;
  int fd;
  void *tls;
  struct bytes in;  // the unfinished tail of what was read; empty for nearly every socket
  struct bytes out; // what the kernel would not take yet
  uint64_t opened_at, acknowledge;
  char ticket[128], account[40], device[40], endpoint[32];
};

// A message as text, with the places that change from one to the next.
struct message { char text[4096]; int length, stamp, ulid; };

#define PORTS_OF_AN_ADDRESS 20000
#define STAMP "BENCH"             // marks a message of ours; then 20 digits of nanoseconds and 7 of the pair
#define STAMP_LENGTH (5 + 20 + 7) // as long as a request id may be, and valid base64

static enum kind kind = TINCAN;
static struct socket *sockets;
static int socket_count, first, port, connecting_at_once = 64, message_bytes = 500, over_tls, poller;
static int opening, ready, dead, in_call;

// Counts of the command at work, and those since the start: these also come between commands.
static uint64_t sent, completed, astray, bytes_in;
static uint64_t frames_in, presences, refused, delivered, ulid_counter;
static char refusal[200];
static struct message *messages;
static int *in_flight, pairs, finishing_socket; // 0: completed at the even socket, 1: at the odd one
static uint64_t *latencies, last_completion;
static size_t latency_count, latency_room;

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static double cpu_seconds(void) {
  struct rusage r;
  getrusage(RUSAGE_SELF, &r);
  return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void append(struct bytes *b, const void *data, uint32_t n) {
  if (b->length + n > b->room) {
    b->room = (b->length + n) * 2;
    if (!(b->at = realloc(b->at, b->room))) fail("realloc");
  }
  memcpy(b->at + b->length, data, n);
  b->length += n;
}

static void add_latency(uint64_t ns) {
  if (latency_count == latency_room) {
    latency_room = latency_room ? latency_room * 2 : 1 << 16;
    if (!(latencies = realloc(latencies, latency_room * sizeof *latencies))) fail("realloc");
  }
  latencies[latency_count++] = ns;
}

// --- bytes in and out -------------------------------------------------------------------------------------------------

static void watch(struct socket *s, int operation, uint32_t events) {
  struct epoll_event e = {.events = events, .data.u32 = s - sockets};
  epoll_ctl(poller, operation, s->fd, &e);
}

static void bury(struct socket *s) {
  if (s->state == DEAD) return;
  if (s->state == READY) ready--;
  else opening--;
  s->state = DEAD;
  dead++;
  close(s->fd);
}

static ssize_t write_some(struct socket *s, const void *data, size_t n) {
#ifdef TLS
  if (s->tls) {
    int k = SSL_write(s->tls, data, n);
    if (k > 0) return k;
    int e = SSL_get_error(s->tls, k);
    errno = e == SSL_ERROR_WANT_READ ? EBUSY : e == SSL_ERROR_WANT_WRITE ? EAGAIN : EPIPE;
    return -1;
  }
#endif
  return send(s->fd, data, n, MSG_NOSIGNAL);
}

static ssize_t read_some(struct socket *s, void *data, size_t n) {
#ifdef TLS
  if (s->tls) {
    size_t total = 0;
    while (total < n) {
      int k = SSL_read(s->tls, (char *)data + total, n - total);
      if (k > 0) {
        total += k;
        continue;
      }
      if (total) break;
      int e = SSL_get_error(s->tls, k);
      errno = e == SSL_ERROR_WANT_READ || e == SSL_ERROR_WANT_WRITE ? EAGAIN : EPIPE;
      return e == SSL_ERROR_ZERO_RETURN ? 0 : -1;
    }
    return total;
  }
#endif
  return recv(s->fd, data, n, 0);
}

static void flush(struct socket *s) {
  while (s->out.length) {
    ssize_t k = write_some(s, s->out.at, s->out.length);
    if (k < 0 && errno == EBUSY) return; // TLS has to read first
    if (k < 0 && errno == EAGAIN) return watch(s, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
    if (k < 0) return bury(s);
    s->out.length -= k;
    memmove(s->out.at, s->out.at + k, s->out.length);
  }
}

static void put_frame(struct socket *s, int opcode, const char *data, uint32_t n) {
  unsigned char head[8] = {0x80 | opcode};
  int k = 1;
  if (n < 126) head[k++] = 0x80 | n;
  else {
    head[k++] = 0x80 | 126;
    head[k++] = n >> 8;
    head[k++] = n;
  }
  append(&s->out, head, k);
  append(&s->out, "\0\0\0\0", 4);
  append(&s->out, data, n);
}

static void put_text(struct socket *s, const char *text) { put_frame(s, 1, text, strlen(text)); }

// --- what is said -----------------------------------------------------------------------------------------------------

static const char *ice =
  "v=0\\r\\no=- 4611731400430051336 2 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\na=group:BUNDLE 0\\r\\nm=audio 9 UDP/TLS/RTP/SAVPF 111\\r\\n"
  "a=ice-ufrag:4ZcD\\r\\na=ice-pwd:2/1muCWoOi3uLifh0NuRHlZO\\r\\na=fingerprint:sha-256 6B:8B:F0:65:5F:78:E2:51\\r\\na=setup:actpass\\r\\n";

// Fills up to the wanted size and closes the message.
static void pad(struct message *m, const char *filling, const char *ending) {
  int room = message_bytes - m->length - (int)strlen(ending), n = strlen(filling);
  for (int i = 0; i < room; i++) m->text[m->length++] = filling[i % n];
  while (m->text[m->length - 1] == '\\') m->text[m->length - 1] = '.';
  m->length += sprintf(m->text + m->length, "%s", ending);
}

static int stamp_at(struct message *m, const char *before) {
  m->length += sprintf(m->text + m->length, "%s", before);
  int at = m->length;
  m->length += sprintf(m->text + m->length, STAMP "%020d%07d", 0, 0);
  return at;
}

static const char *no_key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
static const char *box_ending =
  "\",\"signature\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\"}";
static const char *base64_text = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ";

static void call_of(int pair, char *call) { sprintf(call, "%08x-0000-4000-8000-%012x", (unsigned)getpid(), pair); }

static void signal_message(int pair) {
  struct message *m = &messages[pair];
  m->length = 0;
  if (kind == PEER) {
    m->length = sprintf(m->text, "{\"type\":\"OFFER\",\"dst\":\"c%07d\",\"payload\":{\"type\":\"offer\",", first + pair * 2 + 1);
    m->stamp = stamp_at(m, "\"connectionId\":\"");
    m->length += sprintf(m->text + m->length, "\",\"sdp\":\"");
    return pad(m, ice, "\"}}");
  }
  char call[48];
  call_of(pair, call);
  m->length = sprintf(m->text, "{\"type\":\"offer\",\"to\":\"%s\",\"call\":\"%s\",\"box\":{\"prekey\":1,\"enc\":\"%s\",",
    sockets[pair * 2 + 1].endpoint, call, no_key);
  m->stamp = stamp_at(m, "\"ciphertext\":\"");
  char ending[160];
  sprintf(ending, "%s}", box_ending);
  pad(m, base64_text, ending);
}

static void send_message(int pair) {
  struct message *m = &messages[pair];
  struct socket *a = &sockets[pair * 2], *b = a + 1;
  int ordered = strcmp(a->account, b->account) < 0;
  m->length = sprintf(m->text, "{\"type\":\"send\",");
  m->stamp = stamp_at(m, "\"id\":\"");
  m->length += sprintf(m->text + m->length, "\",\"envelope\":{\"id\":\"");
  m->ulid = m->length;
  m->length += sprintf(m->text + m->length,
    "%026d\",\"conversation\":\"direct:%s:%s\",\"to\":\"%s\",\"suite\":1,\"body\":\"",
    0, ordered ? a->account : b->account, ordered ? b->account : a->account, b->account);
  // A box holds 64 bytes and a tag: 108 characters.
  char ending[640];
  sprintf(ending,
    "\",\"sealed\":[{\"account\":\"%s\",\"device\":\"%s\",\"box\":{\"prekey\":1,\"enc\":\"%s\",\"ciphertext\":\"%.32s%.32s%.32s%.12s%s}]}}",
    b->account, b->device, no_key, base64_text, base64_text, base64_text, base64_text, box_ending);
  int wanted = message_bytes;
  message_bytes = m->length + 160 + (int)strlen(ending); // an envelope's own fields are long: 160 characters of body, a short chat message
  pad(m, base64_text, ending);
  message_bytes = wanted;
}

static void fire(int pair, uint64_t at) {
  struct message *m = &messages[pair];
  struct socket *from = &sockets[pair * 2];
  char digits[32];
  sprintf(digits, "%020llu%07d", (unsigned long long)at, pair);
  memcpy(m->text + m->stamp + 5, digits, 27);
  if (m->ulid) {
    sprintf(digits, "%026llu", (unsigned long long)++ulid_counter);
    memcpy(m->text + m->ulid, digits, 26);
  }
  put_frame(from, 1, m->text, m->length);
  in_flight[pair]++;
  sent++;
}

// --- what is heard ----------------------------------------------------------------------------------------------------

static int has(const char *text, uint32_t n, const char *wanted) { return memmem(text, n, wanted, strlen(wanted)) != NULL; }

// Copies the string value of `"name":"…"`.
static int field(const char *text, uint32_t n, const char *name, char *value, int room) {
  char key[64];
  int k = sprintf(key, "\"%s\":\"", name);
  const char *at = memmem(text, n, key, k);
  if (!at) return 0;
  at += k;
  int i = 0;
  while (at + i < text + n && at[i] != '"' && i < room - 1) value[i] = at[i], i++;
  value[i] = 0;
  return i;
}

static void greeted(struct socket *s) {
  s->state = READY;
  ready++;
  opening--;
  add_latency(now() - s->opened_at);
}

static void on_greeting(struct socket *s, const char *text, uint32_t n) {
  if (kind == PEER) {
    if (has(text, n, "\"OPEN\"")) greeted(s);
    return;
  }
  if (has(text, n, "\"type\":\"welcome\"")) {
    field(text, n, "endpoint", s->endpoint, sizeof s->endpoint);
    put_text(s, "{\"type\":\"hello\",\"id\":\"h\",\"after\":0,\"active\":true}");
    flush(s);
  } else if (has(text, n, "\"type\":\"roster\"")) greeted(s);
}

static void on_presence(const char *text, uint32_t n) {
  static const char there[] = "\"status\":\"online\"";
  const char *at = text, *end = text + n;
  while ((at = memmem(at, end - at, there, sizeof there - 1))) at += sizeof there - 1, presences++;
}

static void on_refusal(const char *text, uint32_t n) {
  if (refused++) return;
  uint32_t k = n < sizeof refusal - 1 ? n : sizeof refusal - 1;
  for (uint32_t i = 0; i < k; i++) refusal[i] = text[i] == '"' || text[i] == '\\' || text[i] < ' ' ? '\'' : text[i];
  refusal[k] = 0;
}

static void on_call(struct socket *s, const char *text, uint32_t n) {
  char call[48], reply[160];
  int pair = (s - sockets) / 2;
  if (s != &sockets[pair * 2]) {
    if (!has(text, n, "\"state\":\"proposed\"")) return;
    call_of(pair, call);
    sprintf(reply, "{\"type\":\"call-ringing\",\"call\":\"%s\"}", call);
    put_text(s, reply);
    sprintf(reply, "{\"type\":\"call-accept\",\"id\":\"a\",\"call\":\"%s\"}", call);
    put_text(s, reply);
    flush(s);
  } else if (has(text, n, "\"state\":\"accepted\"")) in_call++;
}

static void on_delivery(struct socket *s, const char *text, uint32_t n) {
  const char *at = text, *end = text + n;
  while ((at = memmem(at, end - at, "\"seq\":", 6))) {
    at += 6;
    s->acknowledge = strtoull(at, NULL, 10);
    delivered++;
  }
}

static void on_text(struct socket *s, const char *text, uint32_t n) {
  if (s->state == GREETING) return on_greeting(s, text, n);
  const char *stamp = memmem(text, n, STAMP, 5);
  uint32_t head = n < 80 ? n : 80;
  if (stamp && stamp + STAMP_LENGTH <= text + n && !has(text, head, "\"error\"") && !has(text, head, "\"ERROR\"")) {
    uint64_t at = 0, t = now();
    int pair = 0;
    for (int i = 5; i < 25; i++) at = at * 10 + (stamp[i] - '0');
    for (int i = 25; i < STAMP_LENGTH; i++) pair = pair * 10 + (stamp[i] - '0');
    if (pair >= pairs || s != &sockets[pair * 2 + finishing_socket]) {
      astray++;
      return;
    }
    completed++;
    in_flight[pair]--;
    last_completion = t;
    add_latency(t - at);
  } else if (has(text, head, "\"deliver\"")) on_delivery(s, text, n);
  else if (has(text, head, "\"presence\"")) on_presence(text, n);
  else if (has(text, head, "\"call\"")) on_call(s, text, n);
  else if (has(text, head, "\"error\"") || has(text, head, "\"ERROR\"") || has(text, head, "\"EXPIRE\"")) on_refusal(text, n);
}

static void on_frame(struct socket *s, int opcode, const char *data, uint32_t n) {
  frames_in++;
  if (opcode == 1) on_text(s, data, n);
  else if (opcode == 8) {
    if (n > 1) on_refusal(data + 2, n - 2);
    bury(s);
  } else if (opcode == 9) {
    put_frame(s, 10, data, n);
    flush(s);
  }
}

// --- opening and reading ----------------------------------------------------------------------------------------------

static void open_socket(struct socket *s) {
  int on = 1;
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if ((s->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) < 0) fail("socket");
  setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  // The port is chosen as it connects: otherwise one that is in use towards any other would be taken for used.
  setsockopt(s->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK + (first + (s - sockets)) / PORTS_OF_AN_ADDRESS)};
  if (bind(s->fd, (void *)&from, sizeof from)) fail("bind");
  s->opened_at = now();
  s->state = CONNECTING;
  opening++;
  watch(s, EPOLL_CTL_ADD, EPOLLIN | EPOLLOUT);
  if (connect(s->fd, (void *)&to, sizeof to) && errno != EINPROGRESS) fail("connect");
}

static void shake_hands(struct socket *s) {
#ifdef TLS
  if (s->state != UPGRADING) return;
  int done = SSL_do_handshake(s->tls), e = SSL_get_error(s->tls, done);
  if (done == 1) greeted(s);
  else if (e != SSL_ERROR_WANT_READ && e != SSL_ERROR_WANT_WRITE) bury(s);
#endif
}

static void on_connected(struct socket *s) {
  int error = 0;
  socklen_t n = sizeof error;
  getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &n);
  if (error) {
    on_refusal(strerror(error), strlen(strerror(error)));
    return bury(s);
  }
#ifdef TLS
  if (over_tls) {
    s->tls = SSL_new(tls_context);
    SSL_set_fd(s->tls, s->fd);
    SSL_set_connect_state(s->tls);
  }
#endif
  if (kind == HANDSHAKE) {
    s->state = UPGRADING;
    watch(s, EPOLL_CTL_MOD, EPOLLIN);
    return shake_hands(s);
  }
  char path[80] = "/ws", protocols[220] = "", request[700];
  if (kind == PEER) sprintf(path, "/peerjs?key=peerjs&id=c%07d&token=t&version=1.5.5", first + (int)(s - sockets));
  else sprintf(protocols, "Sec-WebSocket-Protocol: tincan.v1, ticket.%s\r\n", s->ticket);
  int k = snprintf(request, sizeof request,
    "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n",
    path, port, protocols);
  append(&s->out, request, k);
  s->state = UPGRADING;
  watch(s, EPOLL_CTL_MOD, EPOLLIN);
  flush(s);
}

// Returns how much of `data` it has used.
static uint32_t read_frames(struct socket *s, const char *data, uint32_t n) {
  uint32_t used = 0;
  while (n - used >= 2 && s->state != DEAD) {
    const unsigned char *h = (const unsigned char *)data + used;
    uint32_t length = h[1] & 127, head = 2;
    if (length == 126) {
      if (n - used < 4) break;
      length = h[2] << 8 | h[3];
      head = 4;
    } else if (length == 127) {
      if (n - used < 10) break;
      length = (uint32_t)h[6] << 24 | h[7] << 16 | h[8] << 8 | h[9];
      head = 10;
    }
    if (n - used < head + length) break;
    on_frame(s, h[0] & 15, data + used + head, length);
    used += head + length;
  }
  return used;
}

static void on_readable(struct socket *s) {
  if (kind == HANDSHAKE && s->state == UPGRADING) return shake_hands(s);
  static char data[1 << 20]; // shared: only an unfinished tail is kept for each socket
  uint32_t kept = s->in.length, used = 0;
  memcpy(data, s->in.at ? s->in.at : data, kept);
  ssize_t k = read_some(s, data + kept, sizeof data - kept);
  int error = errno;
  if (s->tls && s->out.length) flush(s);
  if (s->state == DEAD || (k < 0 && error == EAGAIN)) return;
  if (k <= 0) return bury(s);
  uint32_t n = kept + k;
  bytes_in += k;
  s->in.length = 0;
  if (s->state == UPGRADING) {
    char *end = memmem(data, n, "\r\n\r\n", 4);
    if (end && memcmp(data, "HTTP/1.1 101", 12)) {
      on_refusal(data, n);
      return bury(s);
    }
    if (end) {
      used = end + 4 - data;
      s->state = GREETING;
    }
  }
  if (s->state != UPGRADING) used += read_frames(s, data + used, n - used);
  if (s->state == DEAD) return;
  if (used < n) append(&s->in, data + used, n - used);
  if (s->acknowledge) {
    char text[80];
    sprintf(text, "{\"type\":\"acknowledge\",\"through\":%llu}", (unsigned long long)s->acknowledge);
    s->acknowledge = 0;
    put_text(s, text);
    flush(s);
  }
}

#define STDIN_MARK 0xffffffff

// Handles what has happened; returns whether a command waits on stdin.
static int poll_until(uint64_t due) {
  static struct epoll_event events[1024];
  uint64_t t = now(), wait = due > t ? due - t : 0;
  struct timespec timeout = {.tv_sec = wait / 1000000000, .tv_nsec = wait % 1000000000};
  int command = 0, n = epoll_pwait2(poller, events, 1024, &timeout, NULL);
  for (int i = 0; i < n; i++) {
    if (events[i].data.u32 == STDIN_MARK) {
      command = 1;
      continue;
    }
    struct socket *s = &sockets[events[i].data.u32];
    if (s->state == DEAD) continue;
    if (s->state == CONNECTING) {
      if (events[i].events & (EPOLLOUT | EPOLLERR)) on_connected(s);
      continue;
    }
    if (events[i].events & EPOLLOUT) {
      watch(s, EPOLL_CTL_MOD, EPOLLIN);
      flush(s);
    }
    if (s->state != DEAD && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) on_readable(s);
  }
  return command;
}

static int poll_sockets(int ms) { return poll_until(now() + ms * 1000000ull); }

// --- commands ---------------------------------------------------------------------------------------------------------

static int by_size(const void *a, const void *b) {
  uint64_t x = *(uint64_t *)a, y = *(uint64_t *)b;
  return x < y ? -1 : x > y;
}

static double percentile_us(double p) { return latency_count ? latencies[(size_t)(p * (latency_count - 1))] / 1000.0 : 0; }

static void reset(void) {
  sent = completed = astray = bytes_in = latency_count = 0;
}

static void report(const char *what, double seconds, double cpu_before) {
  qsort(latencies, latency_count, sizeof *latencies, by_size);
  printf("{\"what\":\"%s\",\"ready\":%d,\"dead\":%d,\"inCall\":%d,\"seconds\":%.6f,\"sent\":%llu,\"completed\":%llu,\"astray\":%llu,"
         "\"delivered\":%llu,\"presences\":%llu,\"framesIn\":%llu,\"bytesIn\":%llu,\"refused\":%llu,\"refusal\":\"%s\",\"messageBytes\":%d,\"p50us\":%.1f,\"p99us\":%.1f,\"clientCpuSeconds\":%.4f}\n",
    what, ready, dead, in_call, seconds, (unsigned long long)sent, (unsigned long long)completed, (unsigned long long)astray,
    (unsigned long long)delivered, (unsigned long long)presences, (unsigned long long)frames_in, (unsigned long long)bytes_in, (unsigned long long)refused, refusal, messages[0].length,
    percentile_us(.5), percentile_us(.99), cpu_seconds() - cpu_before);
  fflush(stdout);
}

static void connect_all(void) {
  double cpu = cpu_seconds();
  uint64_t start = now(), patience = start + 120000000000ull;
  int next = 0, wanted = 0;
  for (int i = 0; i < socket_count; i++) wanted += strcmp(sockets[i].ticket, "-") != 0;
  while (ready + dead < wanted && now() < patience) {
    while (next < socket_count && opening < connecting_at_once) {
      if (strcmp(sockets[next].ticket, "-")) open_socket(&sockets[next]);
      next++;
    }
    poll_sockets(100);
  }
  report("connect", (now() - start) / 1e9, cpu);
}

static void set_up_calls(int count) {
  double cpu = cpu_seconds();
  uint64_t start = now(), patience = start + 20000000000ull;
  pairs = count;
  in_call = 0;
  for (int p = 0; p < pairs; p++) {
    char call[48], text[240];
    call_of(p, call);
    sprintf(text, "{\"type\":\"call-invite\",\"id\":\"i\",\"call\":\"%s\",\"callee\":\"%s\",\"media\":\"audio\"}", call, sockets[p * 2 + 1].account);
    put_text(&sockets[p * 2], text);
    flush(&sockets[p * 2]);
  }
  while (in_call < pairs && now() < patience) poll_sockets(10);
  report("call", (now() - start) / 1e9, cpu);
}

// Fills the messages of each pair; says at which socket of it they are done.
static void prepare(int count, int signals) {
  pairs = count;
  finishing_socket = signals;
  memset(in_flight, 0, socket_count * sizeof *in_flight);
  for (int p = 0; p < pairs; p++) {
    messages[p].ulid = 0;
    if (signals) signal_message(p);
    else send_message(p);
  }
}

static void closed_loop(const char *what, int count, int window, double seconds, uint64_t most) {
  double cpu = cpu_seconds();
  prepare(count, !strcmp(what, "signal"));
  uint64_t start = now(), end = start + seconds * 1e9, t;
  while ((t = now()) < end && sent < most) {
    for (int p = 0; p < pairs; p++) {
      if (in_flight[p] >= window || sockets[p * 2].state != READY) continue;
      while (in_flight[p] < window && sent < most) fire(p, t);
      flush(&sockets[p * 2]);
    }
    poll_sockets(10);
  }
  while (completed < sent && now() < end + 5000000000ull) poll_sockets(20);
  report(what, (last_completion - start) / 1e9, cpu);
}

// So many a second whatever is answered, in turn by each pair. Latency counts from when each was due, not from when it left.
static void open_loop(const char *what, int count, int rate, double seconds) {
  double cpu = cpu_seconds();
  prepare(count, !strcmp(what, "pace"));
  uint64_t start = now(), due, next = 0, wanted = rate * seconds;
  while (next < wanted) {
    while (next < wanted && (due = start + next * 1000000000ull / rate) <= now()) {
      int p = next++ % pairs;
      if (sockets[p * 2].state != READY) continue;
      fire(p, due);
      flush(&sockets[p * 2]);
    }
    poll_until(start + next * 1000000000ull / rate);
  }
  uint64_t patience = now() + 5000000000ull;
  while (completed < sent && now() < patience) poll_sockets(20);
  report(what, (last_completion - start) / 1e9, cpu);
}

static void probe(double seconds) {
  double cpu = cpu_seconds();
  uint64_t start = now(), end = start + seconds * 1e9, due;
  while ((due = now() + 100000) < end) {
    struct timespec until = {.tv_sec = due / 1000000000, .tv_nsec = due % 1000000000};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
    add_latency(now() - due);
  }
  report("probe", (now() - start) / 1e9, cpu);
}

static void await_count(const char *what, const uint64_t *counter, uint64_t count) {
  double cpu = cpu_seconds();
  uint64_t start = now();
  while (*counter < count && now() < start + 60000000000ull) poll_sockets(20);
  report(what, (now() - start) / 1e9, cpu);
}

// Every socket says something every 20 s, as clients do, and as theirs not all at once.
static void keep_alive(void) {
  static uint64_t start, said; // `said`: how many pings since the start, of one socket after the other
  if (!start) start = now();
  if (kind != TINCAN) return;
  for (uint64_t due = (now() - start) / 1e9 / 20 * socket_count; said < due; said++) {
    struct socket *s = &sockets[said % socket_count];
    if (s->state != READY) continue;
    put_text(s, "{\"type\":\"ping\"}");
    flush(s);
  }
}

static void idle(double seconds) {
  double cpu = cpu_seconds();
  uint64_t start = now();
  while (now() < start + seconds * 1e9) {
    poll_sockets(20);
    keep_alive();
  }
  report("idle", (now() - start) / 1e9, cpu);
}

static int obey(const char *line) {
  int count, window;
  double seconds;
  reset();
  if (sscanf(line, "signal %d %d %lf", &count, &window, &seconds) == 3) closed_loop("signal", count, window, seconds, UINT64_MAX);
  else if (sscanf(line, "send %d %d %lf", &count, &window, &seconds) == 3) closed_loop("send", count, window, seconds, UINT64_MAX);
  else if (sscanf(line, "steady %d %d %lf", &count, &window, &seconds) == 3) open_loop("steady", count, window, seconds);
  else if (sscanf(line, "pace %d %d %lf", &count, &window, &seconds) == 3) open_loop("pace", count, window, seconds);
  else if (sscanf(line, "fill %d %d %lf", &count, &window, &seconds) == 3) closed_loop("fill", count, window, 60, seconds * count);
  else if (sscanf(line, "presences %d", &count) == 1) await_count("presences", &presences, count);
  else if (sscanf(line, "deliveries %d", &count) == 1) await_count("deliveries", &delivered, count);
  else if (sscanf(line, "probe %lf", &seconds) == 1) probe(seconds);
  else if (sscanf(line, "call %d", &count) == 1) set_up_calls(count);
  else if (sscanf(line, "idle %lf", &seconds) == 1) idle(seconds);
  else return 0;
  return 1;
}

static void read_endpoints(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) fail(path);
  int room = 0;
  struct socket s = {0};
  while (fscanf(file, "%127s %39s %39s", s.ticket, s.account, s.device) == 3) {
    if (socket_count == room && !(sockets = realloc(sockets, (room = room ? room * 2 : 256) * sizeof s))) fail("realloc");
    sockets[socket_count++] = s;
  }
  fclose(file);
}

int main(int count, char **arguments) {
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  const char *endpoints = NULL;
  int option;
  while ((option = getopt(count, arguments, "k:P:f:b:c:s:T")) != -1) {
    if (option == 'k') kind = !strcmp(optarg, "peer") ? PEER : !strcmp(optarg, "handshake") ? HANDSHAKE : TINCAN;
    else if (option == 'P') port = atoi(optarg);
    else if (option == 'f') endpoints = optarg;
    else if (option == 'b') first = atoi(optarg);
    else if (option == 'c') connecting_at_once = atoi(optarg);
    else if (option == 's') message_bytes = atoi(optarg);
    else if (option == 'T') over_tls = 1;
    else return 2;
  }
  if (!endpoints || message_bytes > 3000) return 2;
  read_endpoints(endpoints);
  messages = calloc(socket_count / 2 + 1, sizeof *messages);
  in_flight = calloc(socket_count + 1, sizeof *in_flight);
  prctl(PR_SET_TIMERSLACK, 1); // to wake when something is due, not 50 us later
  if (!messages || !in_flight || (poller = epoll_create1(0)) < 0) fail("start");
#ifdef TLS
  tls_context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_mode(tls_context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
#endif
  connect_all();
  struct epoll_event e = {.events = EPOLLIN, .data.u32 = STDIN_MARK};
  epoll_ctl(poller, EPOLL_CTL_ADD, 0, &e);
  char line[256];
  for (;;) {
    keep_alive();
    if (!poll_sockets(20)) continue;
    if (!fgets(line, sizeof line, stdin) || !obey(line)) return 0;
  }
}
