/** What a private Dovecot is started with. */
export interface DovecotSetup {
  /** Folder for everything the server writes. */
  readonly base: string;
  /** The operating system's account that runs every process, or undefined for Dovecot's own accounts (needs root). */
  readonly account: { readonly user: string; readonly group: string } | undefined;
  readonly ports: { readonly imap: number; readonly imaps: number; readonly lmtp: number };
  /** Certificate and key files; undefined switches TLS off. */
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
  /** A server of the poor kind: no IDLE, CONDSTORE, MOVE, UIDPLUS or SPECIAL-USE. */
  readonly isWeak: boolean;
}

/** `dovecot.conf` for Dovecot 2.3. Blocks are written over several lines because 2.3 refuses them on one. */
export function dovecotConfig({ base, account, ports, tls, isWeak }: DovecotSetup): string {
  return `
protocols = imap lmtp
base_dir = ${base}/run
state_dir = ${base}/state
instance_name = groupware-test
listen = 127.0.0.1
log_path = ${base}/log/dovecot.log
# Mails of tests need not survive a power failure; without fsync an APPEND is seven times faster.
mail_fsync = never
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:${base}/mail/%u
mail_max_userip_connections = 50
# A wrong password is answered at once, and does not slow the next login from this address.
auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
${account === undefined ? asRoot : asAccount(account)}
${tls === undefined ? 'ssl = no' : `ssl = yes\nssl_cert = <${tls.certificate}\nssl_key = <${tls.key}`}
${isWeak ? 'imap_capability = IMAP4rev1 LITERAL+' : ''}
service imap-login {
  ${account === undefined ? '' : 'chroot ='}
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${tls === undefined ? 0 : ports.imaps}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${ports.lmtp}
  }
}
service stats {
  chroot =
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${base}/passwd
}
userdb {
  driver = static
  args = ${account === undefined ? 'uid=mail gid=mail ' : ''}home=${base}/mail/%u allow_all_users=yes
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Trash {
    auto = subscribe
    special_use = \\Trash
  }
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
}
`;
}

const asRoot = `
default_internal_user = dovecot
default_login_user = dovenull
default_internal_group = dovecot
first_valid_uid = 0
mail_uid = mail
mail_gid = mail`;

function asAccount({ user, group }: { user: string; group: string }): string {
  return `
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
service anvil {
  chroot =
}`;
}
