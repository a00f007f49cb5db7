/** Keys of the stored histories: public, made for them alone, so that anybody can replay them. */
export const historyKeys = {
  encryptionKeys: 'history:DGlU3XwVWkfxeXSrB/B8syh9gw4GLOOTsvtcpKqiQcw=',
  idKey: 'MpWaqv4T7Afm2rW8RBItwyCeEiNDtYWSfvkm0m2tMZU=',
};
