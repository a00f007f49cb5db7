/** Dynamic settings that `start-dev` raises, as production has them. */
export const productionLimits = ['frontend.namespaceRPS.visibility=10'];
