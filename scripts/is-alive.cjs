'use strict';

/** True while a process with this number runs, be it somebody else's. CommonJS, because the tests ask it too. */
exports.isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};
