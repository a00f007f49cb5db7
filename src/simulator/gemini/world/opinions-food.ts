import { type Opinion, opinionsOn } from './opinion.ts';

/** What people say about what is on the plate. */
export const foodOpinions: readonly Opinion[] = [
  ...opinionsOn('dishes', 'good', [
    [
      '{dish}是這裡的招牌，幾乎每桌都點。',
      '{dish}が看板料理で、ほとんどの席が注文している。',
      'The {dish} is the signature here and almost every table orders it.',
    ],
    [
      '老饕說{dish}的湯頭熬了一整夜，香氣十足。',
      '常連によると{dish}の出汁は一晩かけて取っていて香りが豊かだという。',
      'Regulars say the {dish} rests on a stock that simmers overnight.',
    ],
    [
      '限量的{dish}中午前常常賣完，值得早點來。',
      '数量限定の{dish}は昼前に売り切れることが多く、早めに行く価値がある。',
      'The limited {dish} often sells out before noon and is worth an early start.',
    ],
    [
      '許多人專程為了{dish}跨城而來。',
      '{dish}を目当てに遠くから訪れる人も多い。',
      'Many people cross the city just for the {dish}.',
    ],
    [
      '{dish}外層酥脆、裡面多汁，評價一致很高。',
      '{dish}は外はさくさく、中はジューシーで評価が高い。',
      'The {dish} is crisp outside and juicy inside, and reviewers agree on it.',
    ],
    [
      '主廚特製的{dish}搭配自製醬料，讓人一試難忘。',
      '店主特製の{dish}は自家製だれと合わさって忘れられない味だ。',
      'The {dish} with the house sauce is what people remember.',
    ],
    [
      '吃過的人推薦{dish}配一碗清湯。',
      '食べた人は{dish}に澄んだスープを合わせることを勧めている。',
      'Guests suggest pairing the {dish} with a bowl of clear soup.',
    ],
  ]),
  ...opinionsOn('dishes', 'bad', [
    [
      '也有人覺得{dish}名氣大於味道。',
      '{dish}は評判ほどではないという声もある。',
      'Some feel the {dish} does not live up to its fame.',
    ],
    [
      '有評論提到{dish}送上桌時已經涼了。',
      '{dish}が冷めた状態で出てきたという口コミもある。',
      'A few reviews mention that the {dish} reached the table lukewarm.',
    ],
  ]),
  ...opinionsOn('taste', 'good', [
    [
      '調味清爽不膩，吃得到食材原味。',
      '味付けはあっさりしていて素材の味が生きている。',
      'The seasoning is light and lets the ingredients speak.',
    ],
    [
      '醬汁層次豐富，鹹甜平衡得很好。',
      'たれに奥行きがあり、甘さと塩気の釣り合いが良い。',
      'The sauces are layered, with salt and sweetness well balanced.',
    ],
    [
      '食材新鮮，海味和蔬菜都是當天進貨。',
      '魚介も野菜も当日仕入れで新鮮だ。',
      'Ingredients are fresh, with seafood and greens bought the same day.',
    ],
    [
      '連白飯都煮得粒粒分明，看得出用心。',
      '白ご飯まで粒が立っていて丁寧さが伝わる。',
      'Even the plain rice is cooked with care.',
    ],
    [
      '辣度可以選，怕辣的人也能安心吃。',
      '辛さを選べるので苦手な人も安心して食べられる。',
      'The heat can be chosen, so people who fear chilli are safe.',
    ],
    [
      '味道多年不變，老顧客都說有媽媽的感覺。',
      '何年経っても味が変わらず、常連は母の味だと言う。',
      'The taste has not changed for years and regulars call it home cooking.',
    ],
  ]),
  ...opinionsOn('taste', 'bad', [
    [
      '口味偏鹹，吃完一直想喝水。',
      '味が濃すぎて、食後に喉が渇くという声がある。',
      'Several found the food too salty and drank water all evening.',
    ],
    [
      '有人嫌太油，吃到一半就膩了。',
      '油っこくて途中で飽きるという人もいる。',
      'Some call it greasy and gave up halfway.',
    ],
    [
      '品質不太穩定，不同天去味道差很多。',
      '日によって味にばらつきがある。',
      'Quality is uneven and differs from one day to the next.',
    ],
    [
      '甜點太甜，和主菜不太搭。',
      'デザートが甘すぎて料理と合わない。',
      'The sweets are too sugary for what comes before them.',
    ],
    [
      '整體調味平淡，缺少記憶點。',
      '全体に味がぼんやりしていて印象に残らない。',
      'The flavours are bland overall and leave little to remember.',
    ],
  ]),
  ...opinionsOn('portions', 'good', [
    [
      '份量十足，兩個人點三道就很飽。',
      '量がたっぷりで、二人なら三品で満腹になる。',
      'Portions are generous and three dishes fill two people.',
    ],
    [
      '可以免費加飯加湯，大食量的人很滿意。',
      'ご飯とスープのおかわりが無料で、よく食べる人に喜ばれている。',
      'Refills of rice and soup are free, which big eaters love.',
    ],
    [
      '小份選項多，一個人也能嚐好幾樣。',
      '小盛りが多く、一人でもいろいろ試せる。',
      'Many dishes come in small sizes, so one person can try several.',
    ],
  ]),
  ...opinionsOn('portions', 'bad', [
    [
      '份量偏少，男生可能吃不飽。',
      '量が少なめで、男性には物足りないかもしれない。',
      'Portions are small and hungry guests leave unsatisfied.',
    ],
    [
      '套餐的配菜少得可憐，照片差很多。',
      '定食の小鉢が写真よりずっと少ない。',
      'The side dishes of the set meal are far smaller than in the photos.',
    ],
  ]),
];
