import type { messagingApi } from '@line/bot-sdk';

/** A LINE message object as the Messaging API takes it. */
export type Message = messagingApi.Message;
