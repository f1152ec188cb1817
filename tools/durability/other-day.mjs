/** Preloaded into a server: its clock shows another day, `SAFEAI_TEST_DAYS` after this one. */
const now = Date.now.bind(Date);
const shift = Number(process.env.SAFEAI_TEST_DAYS) * 86_400_000;
Date.now = () => now() + shift;
