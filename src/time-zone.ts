/** Whether `Intl` knows a time zone by this name, e.g. `Asia/Taipei`. */
export const isTimeZone = (text: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: text }));
  } catch {
    return false;
  }
};
