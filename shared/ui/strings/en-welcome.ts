/** The first steps in the extension. */
export const welcomeEn = {
  welcome: {
    title: 'Welcome to Tincan',
    devices: 'Let people hear and see you',
    devicesHint:
      'Tincan asks for the microphone and the camera now, so that nothing stands between you and a call later. They are used only in a call.',
    allow: 'Allow microphone and camera',
    allowed: 'Microphone and camera are ready.',
    denied:
      'The browser did not allow them. You can still call and be called; allow them next to the address when you want to be heard or seen.',
    missing: 'No microphone or camera was found. You can still call and listen.',
    skip: 'Later',
    ready: 'You are ready',
    readyHint: 'Pin Tincan to the toolbar and click it: your people are there. This page can be closed.',
    setUp: 'Set up Tincan',
    setUpHint: 'Tincan does not know your relay yet.',
  },
};
