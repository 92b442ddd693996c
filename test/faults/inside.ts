/** Words that only a driver, a statement or a stack trace says; no answer to a client may hold one. */
export const INSIDE =
  /\bat .+\.[jt]s:\d+|node_modules|\/(work|tmp|home|usr)\/|ECONN|ETIMEDOUT|SQLITE|[Ss]qlite|MySQL|mysql|MariaDB|mariadb|[Tt]ype[Oo][Rr][Mm]|QueryFailed|ER_[A-Z]|\bSELECT \b|\bINSERT INTO\b|\bUPDATE \w+ SET\b|TypeError|Cannot read prop|is not a function|127\.0\.0\.1:\d/;
