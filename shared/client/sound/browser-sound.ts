import type { Media } from '../ports.ts';
import { openAudioGraph } from './audio-graph.ts';
import { loadEngine } from './engine-files.ts';
import { createMicrophoneSound } from './microphone-sound.ts';
import type { MicrophoneSound } from './port.ts';
import { rememberedSound } from './remembered.ts';

export const browserSound = (microphone: Media['microphone']): MicrophoneSound =>
  createMicrophoneSound({ openGraph: openAudioGraph, loadEngine, memory: rememberedSound, microphone });
