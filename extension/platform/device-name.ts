/** What this device is called in the list of sessions, such as `Chrome on Linux, extension`. */
export const deviceName = async (userAgent = navigator.userAgent): Promise<string> => {
  const browser = await import('#shared/client/device-name.ts');
  return `${browser.deviceName(userAgent)}, extension`;
};
