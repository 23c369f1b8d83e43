PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1 the night, its files and facts');
INSERT INTO grdb_migrations VALUES('2 states and the ledger');
INSERT INTO grdb_migrations VALUES('3 lines and sheets');
INSERT INTO grdb_migrations VALUES('4 facts seen again');
CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO name VALUES(1,'parties');
INSERT INTO name VALUES(2,'merchants');
INSERT INTO name VALUES(3,'platform');
INSERT INTO name VALUES(4,'party');
INSERT INTO name VALUES(5,'settlement');
INSERT INTO name VALUES(6,'underwriting');
INSERT INTO name VALUES(7,'S001');
INSERT INTO name VALUES(8,'conflict');
INSERT INTO name VALUES(9,'seller-unknown');
INSERT INTO name VALUES(10,'policy');
INSERT INTO name VALUES(11,'statement');
INSERT INTO name VALUES(12,'settlement/settlement');
INSERT INTO name VALUES(13,'settlement/payable');
INSERT INTO name VALUES(14,'X001');
INSERT INTO name VALUES(15,'X009');
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  day INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 1),
  stage TEXT NOT NULL,
  -- Where matching stands: the flow's index and the last place of its order that was posted.
  flow INTEGER NOT NULL DEFAULT 0,
  pass INTEGER NOT NULL DEFAULT 0,
  cursor BLOB,
  certificate TEXT,
  UNIQUE (day, number)
) STRICT;
INSERT INTO run VALUES(1,20524,1,'closed',0,0,NULL,replace('{\n  "accounts" : [\n    {\n      "account" : "asset:input-vat",\n      "before" : "0.00",\n      "credit" : "0.00",\n      "debit" : "11.68",\n      "unit" : "CNY"\n    },\n    {\n      "account" : "asset:receivable:S001",\n      "before" : "0.00",\n      "credit" : "0.00",\n      "debit" : "639.02",\n      "unit" : "CNY"\n    },\n    {\n      "account" : "expense:commission:X001",\n      "before" : "0.00",\n      "credit" : "0.00",\n      "debit" : "389.35",\n      "unit" : "CNY"\n    },\n    {\n      "account" : "income:commission:S001",\n      "before" : "0.00",\n      "credit" : "602.85",\n      "debit" : "0.00",\n      "unit" : "CNY"\n    },\n    {\n      "account" : "liability:output-vat",\n      "before" : "0.00",\n      "credit" : "36.17",\n      "debit" : "0.00",\n      "unit" : "CNY"\n    },\n    {\n      "account" : "liability:payable:X001",\n      "before" : "0.00",\n      "credit" : "401.03",\n      "debit" : "0.00",\n      "unit" : "CNY"\n    }\n  ],\n  "entries" : {\n    "debit" : {\n      "CNY" : "104005"\n    },\n    "entries" : 2,\n    "postings" : 12\n  },\n  "feeds" : [\n    {\n      "amounts" : {\n        "before" : "0.00",\n        "in" : "0.00",\n        "settled" : "0.00",\n        "waiting" : "0.00"\n      },\n      "feed" : "merchants",\n      "rows" : {\n        "before" : 0,\n        "in" : 2,\n        "settled" : 2,\n        "waiting" : 0\n      }\n    },\n    {\n      "amounts" : {\n        "before" : "0.00",\n        "conflict" : "10100.00",\n        "in" : "19246.82",\n        "rejected" : "0.00",\n        "settled" : "4146.82",\n        "waiting" : "5000.00"\n      },\n      "feed" : "underwriting",\n      "rows" : {\n        "before" : 0,\n        "conflict" : 2,\n        "in" : 6,\n        "rejected" : 1,\n        "settled" : 2,\n        "waiting" : 1\n      }\n    }\n  ],\n  "files" : [\n    {\n      "amount" : "19246.82",\n      "archived" : "archive/2026-03-12/S001/underwriting/list.csv",\n      "digest" : "1395eaae78ce8c57330eaea32d07ea280951d236e206759727c5529ab115fb3b",\n      "feed" : "underwriting",\n      "name" : "list.csv",\n      "party" : "S001",\n      "rejected" : 1,\n      "rows" : 6,\n      "state" : "taken"\n    },\n    {\n      "amount" : "0.00",\n      "archived" : "archive/2026-03-12/platform/merchants/merchants.csv",\n      "digest" : "56e6ecc38fe1f673652816c23c397d4ed5247c2dc7ff57524b4bfba6beb039e6",\n      "feed" : "merchants",\n      "name" : "merchants.csv",\n      "party" : "platform",\n      "rejected" : 0,\n      "rows" : 2,\n      "state" : "taken"\n    }\n  ],\n  "rules" : [\n    {\n      "digest" : "0bc4f9ba7a95cb5a66a4bc84a8ddcc9d257c304038dd9660ecd7bc5f8cdcec82",\n      "flow" : "settlement",\n      "table" : "allocated"\n    },\n    {\n      "digest" : "7648e7defee3213896aee95891a8f01a34fb4da0b48f146fe6d97fa1b9dceff8",\n      "flow" : "settlement",\n      "table" : "caps"\n    },\n    {\n      "digest" : "6b6100bf3c4d047e2469547a2cbe59b8c6417ea3a07bd9809e458e5659393987",\n      "flow" : "settlement",\n      "table" : "expenditure-1"\n    },\n    {\n      "digest" : "dce898ebd8d95bae7406132bfaaf209dae73380b9420ba8ab5cff0865dbed039",\n      "flow" : "settlement",\n      "table" : "expenditure-2"\n    },\n    {\n      "digest" : "839c4f3b81cbbc7a6092234424051c6147c278121e74714a17ea784fe9125dba",\n      "flow" : "settlement",\n      "table" : "income"\n    }\n  ],\n  "run" : "2026-03-12-1",\n  "sheets" : [\n    {\n      "digest" : "e982369c188ec8238e2e10921e7fab2bdfab371d1f5d8a695fe4be3d4c33e4ff",\n      "name" : "receipt_underwriting_list.csv.xlsx",\n      "party" : "S001",\n      "rows" : 6,\n      "totals" : ""\n    },\n    {\n      "digest" : "5ba368a670c1f538b978de5c22a241302e23eb597eec42270077fcd0c67aa819",\n      "name" : "business-desk.xlsx",\n      "party" : "finance",\n      "rows" : 2,\n      "totals" : "含税保费=4146.82 不含税保费=3912.10 收入金额=639.02 支出合计=401.03 差额=237.99"\n    },\n    {\n      "digest" : "562e01601f4bc88ca5cec8af7aa803d8402d21d439381a3ee1e4dec02bfc23d2",\n      "name" : "receipt_merchants_merchants.csv.xlsx",\n      "party" : "platform",\n      "rows" : 2,\n      "totals" : ""\n    }\n  ]\n}\n','\n',char(10)));
INSERT INTO run VALUES(2,20525,1,'closed',0,0,NULL,replace('{\n  "accounts" : [\n    {\n      "account" : "asset:input-vat",\n      "before" : "11.68",\n      "credit" : "0.00",\n      "debit" : "37.29",\n      "unit" : "CNY"\n    },\n    {\n      "account" : "asset:receivable:S001",\n      "before" : "639.02",\n      "credit" : "0.00",\n      "debit" : "1896.22",\n      "unit" : "CNY"\n    },\n    {\n      "account" : "expense:commission:X001",\n      "before" : "389.35",\n      "credit" : "0.00",\n      "debit" : "1242.91",\n      "unit" : "CNY"\n    },\n    {\n      "account" : "income:commission:S001",\n      "before" : "-602.85",\n      "credit" : "1788.89",\n      "debit" : "0.00",\n      "unit" : "CNY"\n    },\n    {\n      "account" : "liability:output-vat",\n      "before" : "-36.17",\n      "credit" : "107.33",\n      "debit" : "0.00",\n      "unit" : "CNY"\n    },\n    {\n      "account" : "liability:payable:X001",\n      "before" : "-401.03",\n      "credit" : "1280.20",\n      "debit" : "0.00",\n      "unit" : "CNY"\n    }\n  ],\n  "entries" : {\n    "debit" : {\n      "CNY" : "317642"\n    },\n    "entries" : 2,\n    "postings" : 12\n  },\n  "feeds" : [\n    {\n      "amounts" : {\n        "before" : "5000.00",\n        "in" : "10049.99",\n        "settled" : "10049.99",\n        "waiting" : "5000.00"\n      },\n      "feed" : "underwriting",\n      "rows" : {\n        "before" : 1,\n        "in" : 2,\n        "settled" : 2,\n        "waiting" : 1\n      }\n    }\n  ],\n  "files" : [\n    {\n      "amount" : "10049.99",\n      "archived" : "archive/2026-03-13/S001/underwriting/later.csv",\n      "digest" : "2582443a0c90f1fc8f8714f7835cf50aaa59099dfee1e0b39d65c48543cb5f47",\n      "feed" : "underwriting",\n      "name" : "later.csv",\n      "party" : "S001",\n      "rejected" : 0,\n      "rows" : 2,\n      "state" : "taken"\n    }\n  ],\n  "rules" : [\n    {\n      "digest" : "0bc4f9ba7a95cb5a66a4bc84a8ddcc9d257c304038dd9660ecd7bc5f8cdcec82",\n      "flow" : "settlement",\n      "table" : "allocated"\n    },\n    {\n      "digest" : "7648e7defee3213896aee95891a8f01a34fb4da0b48f146fe6d97fa1b9dceff8",\n      "flow" : "settlement",\n      "table" : "caps"\n    },\n    {\n      "digest" : "6b6100bf3c4d047e2469547a2cbe59b8c6417ea3a07bd9809e458e5659393987",\n      "flow" : "settlement",\n      "table" : "expenditure-1"\n    },\n    {\n      "digest" : "dce898ebd8d95bae7406132bfaaf209dae73380b9420ba8ab5cff0865dbed039",\n      "flow" : "settlement",\n      "table" : "expenditure-2"\n    },\n    {\n      "digest" : "839c4f3b81cbbc7a6092234424051c6147c278121e74714a17ea784fe9125dba",\n      "flow" : "settlement",\n      "table" : "income"\n    }\n  ],\n  "run" : "2026-03-13-1",\n  "sheets" : [\n    {\n      "digest" : "3578f58ae42e3d0fb3e38160f544e3c8cfdb13b246b7a0aa67cda34777c4bd4f",\n      "name" : "receipt_underwriting_later.csv.xlsx",\n      "party" : "S001",\n      "rows" : 2,\n      "totals" : ""\n    },\n    {\n      "digest" : "b1013748c79750c13a06c69fa7401ecd6805d841b3368e8afa0820777bff1d0b",\n      "name" : "business-desk.xlsx",\n      "party" : "finance",\n      "rows" : 2,\n      "totals" : "含税保费=10049.99 不含税保费=9481.12 收入金额=1896.22 支出合计=1280.20 差额=616.02"\n    }\n  ]\n}\n','\n',char(10)));
CREATE TABLE rule_version (
  run INTEGER NOT NULL REFERENCES run, flow TEXT NOT NULL, rule_table TEXT NOT NULL, digest TEXT NOT NULL, rows INTEGER NOT NULL,
  PRIMARY KEY (run, flow, rule_table)
) STRICT, WITHOUT ROWID;
INSERT INTO rule_version VALUES(1,'settlement','allocated','0bc4f9ba7a95cb5a66a4bc84a8ddcc9d257c304038dd9660ecd7bc5f8cdcec82',1);
INSERT INTO rule_version VALUES(1,'settlement','caps','7648e7defee3213896aee95891a8f01a34fb4da0b48f146fe6d97fa1b9dceff8',2);
INSERT INTO rule_version VALUES(1,'settlement','expenditure-1','6b6100bf3c4d047e2469547a2cbe59b8c6417ea3a07bd9809e458e5659393987',4);
INSERT INTO rule_version VALUES(1,'settlement','expenditure-2','dce898ebd8d95bae7406132bfaaf209dae73380b9420ba8ab5cff0865dbed039',4);
INSERT INTO rule_version VALUES(1,'settlement','income','839c4f3b81cbbc7a6092234424051c6147c278121e74714a17ea784fe9125dba',2);
INSERT INTO rule_version VALUES(2,'settlement','allocated','0bc4f9ba7a95cb5a66a4bc84a8ddcc9d257c304038dd9660ecd7bc5f8cdcec82',1);
INSERT INTO rule_version VALUES(2,'settlement','caps','7648e7defee3213896aee95891a8f01a34fb4da0b48f146fe6d97fa1b9dceff8',2);
INSERT INTO rule_version VALUES(2,'settlement','expenditure-1','6b6100bf3c4d047e2469547a2cbe59b8c6417ea3a07bd9809e458e5659393987',4);
INSERT INTO rule_version VALUES(2,'settlement','expenditure-2','dce898ebd8d95bae7406132bfaaf209dae73380b9420ba8ab5cff0865dbed039',4);
INSERT INTO rule_version VALUES(2,'settlement','income','839c4f3b81cbbc7a6092234424051c6147c278121e74714a17ea784fe9125dba',2);
CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  -- The run that listed it; the run that took or refused it.
  run INTEGER NOT NULL REFERENCES run,
  party TEXT NOT NULL,
  feed TEXT NOT NULL,
  -- The feed folder as it is called on the disk: 承保清单 answers to underwriting.
  folder TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('listed','claimed','taken','already','refused','aside','left')),
  attempts INTEGER NOT NULL DEFAULT 0,
  since INTEGER NOT NULL,
  digest TEXT,
  reason TEXT,
  detail TEXT,
  kind TEXT, encoding TEXT, sheet TEXT, layout TEXT, sums TEXT,
  -- Physical rows = data + blank + repeated header + total + title and header rows.
  data_rows INTEGER NOT NULL DEFAULT 0,
  blank_rows INTEGER NOT NULL DEFAULT 0,
  header_rows INTEGER NOT NULL DEFAULT 0,
  total_rows INTEGER NOT NULL DEFAULT 0,
  physical_rows INTEGER NOT NULL DEFAULT 0,
  rejected_rows INTEGER NOT NULL DEFAULT 0,
  amount INTEGER NOT NULL DEFAULT 0,
  printed_amount INTEGER,
  -- On a revising feed: how often the same bytes had been taken before.
  repetition INTEGER NOT NULL DEFAULT 0,
  archived TEXT,
  receipt TEXT
) STRICT;
INSERT INTO file VALUES(1,1,'S001','underwriting','underwriting','list.csv',673,7242516,1795268401743041150,'taken',0,20524,'1395eaae78ce8c57330eaea32d07ea280951d236e206759727c5529ab115fb3b',NULL,NULL,'text','UTF-8','',replace('policy=A:保单号\nline=B:险种\nproduct=C:产品编码\nseller=D:销售商\npremium=E:保费\nsigned=F:签单日期\nstarts=G:起保日期\nends=H:终保日期\nplate=I:车牌号\nholder=J:投保人\nidentity=K:证件号码\ncorrection=L:更正','\n',char(10)),'保费	1924682	0	',6,0,1,0,7,1,1924682,NULL,0,'archive/2026-03-12/S001/underwriting/list.csv','receipt_underwriting_list.csv.xlsx');
INSERT INTO file VALUES(2,1,'platform','merchants','merchants','merchants.csv',344,7242511,1795268401741676978,'taken',0,20524,'56e6ecc38fe1f673652816c23c397d4ed5247c2dc7ff57524b4bfba6beb039e6',NULL,NULL,'text','UTF-8','',replace('merchant=A:商户号\nname=B:商户名称\ncredit-code=C:统一社会信用代码\nbusiness=D:主营类型\nmobile=E:手机\naccount-name=F:收款户名\naccount=G:收款账号\nbank=H:开户行\ntax-rate=I:增值税率','\n',char(10)),'',2,0,1,0,3,0,0,NULL,0,'archive/2026-03-12/platform/merchants/merchants.csv','receipt_merchants_merchants.csv.xlsx');
INSERT INTO file VALUES(3,2,'S001','underwriting','underwriting','later.csv',313,7242426,1795268402852251643,'taken',0,20525,'2582443a0c90f1fc8f8714f7835cf50aaa59099dfee1e0b39d65c48543cb5f47',NULL,NULL,'text','UTF-8','',replace('policy=A:保单号\nline=B:险种\nproduct=C:产品编码\nseller=D:销售商\npremium=E:保费\nsigned=F:签单日期\nstarts=G:起保日期\nends=H:终保日期\nplate=I:车牌号\nholder=J:投保人\nidentity=K:证件号码\ncorrection=L:更正','\n',char(10)),'保费	1004999	0	',2,0,1,0,3,0,1004999,NULL,0,'archive/2026-03-13/S001/underwriting/later.csv','receipt_underwriting_later.csv.xlsx');
CREATE TABLE fact (
  id INTEGER PRIMARY KEY,
  flow INTEGER NOT NULL, feed INTEGER NOT NULL, party INTEGER NOT NULL,
  -- The party, or 0 where a key is unique for all who drop the feed.
  scope INTEGER NOT NULL,
  key TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  rank INTEGER NOT NULL, at INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  corrects INTEGER NOT NULL CHECK (corrects IN (0, 1)),
  state INTEGER NOT NULL CHECK (state IN (0, 1, 2, 10, 11, 12, 13, 20)),
  reason INTEGER, detail TEXT,
  wake INTEGER,
  since INTEGER NOT NULL,
  file INTEGER NOT NULL REFERENCES file, row INTEGER NOT NULL,
  run INTEGER,
  payload BLOB NOT NULL
) STRICT;
INSERT INTO fact VALUES(1,1,2,3,3,'S001	',X'dc8c63707a2fe890dceb828c5a48a4fc9ada069df0fcc42d7224a6738a9ee3d9',0,0,0,0,1,NULL,NULL,NULL,20524,2,2,1,X'0104533030310112e7acace4b880e4bf9de999a9e7bb8fe7baaa011239313434303330304d4135464142434431510106e7bb8fe7baaa00010b31333830303133383030300112e7acace4b880e4bf9de999a9e7bb8fe7baaa011036323232303030303131313132323232010ce68b9be59586e993b6e8a18c03809c9c39');
INSERT INTO fact VALUES(2,1,2,3,3,'X001	',X'3c3dcf4c7588f2af8fe42318fb73d6cafb4b2789ae787fb29c941e178142dfa4',0,0,0,0,1,NULL,NULL,NULL,20524,2,3,1,X'0104583030310112e7a68fe794b0e6b1bde8bda6e99480e594ae011239313434303330304d41354641424344335901053453e5ba9700010b31333830303133383030320112e7a68fe794b0e6b1bde8bda6e99480e594ae011036323232303030303131313134343434010ce5bbbae8aebee993b6e8a18c03808ece1c');
INSERT INTO fact VALUES(3,5,6,7,0,'PA000001	商业险	',X'1a0cd756db7eb087199fe9936665cb43848a616bde29f6b98221c2145969e769',0,1773187200,319682,0,1,NULL,NULL,NULL,20524,1,2,1,X'010850413030303030310109e59586e4b89ae999a90107502d4d4f544f520104583030310284832706d6c00206d8c00206b0c6020000000000000000000109e7b2a4423132333435000000000106e5bca0e4b889');
INSERT INTO fact VALUES(4,5,6,7,0,'PA000001	交强险	',X'22b2bebf61d3d59a8f8ec1921587d32ace7a4a0fd16dd41468ccdaa9e0e4a034',0,1773187200,95000,0,1,NULL,NULL,NULL,20524,1,3,1,X'010850413030303030310109e4baa4e5bcbae999a90107502d4d4f544f5201045830303102b0cc0b06d6c00206d8c00206b0c6020000000000000000000109e7b2a4423132333435000000000106e5bca0e4b889');
INSERT INTO fact VALUES(5,5,6,7,0,'PA000003	商业险	',X'7d1d21c1f2135c04d3e812125ec0bc198282b292af66b8258bb65e6e2ff16f0f',0,1773187200,500000,0,0,9,'X009',NULL,20524,1,4,NULL,X'010850413030303030330109e59586e4b89ae999a90107502d4d4f544f5201045830303902c0843d06d6c00206d8c00206b0c6020000000000000000000109e7b2a4423132333435000000000106e5bca0e4b889');
INSERT INTO fact VALUES(6,5,6,7,0,'PA000007	商业险	',X'fa38df3133242e299db350cd8662672f9391a8a60c8e5fbf76ce5d4e73ac42f8',0,1773187200,500000,0,13,NULL,'',NULL,20524,1,6,2,X'010850413030303030370109e59586e4b89ae999a90107502d4d4f544f5201045830303102c0843d06d6c00206d8c00206b0c6020000000000000000000109e7b2a4423132333435000000000106e5bca0e4b889');
INSERT INTO fact VALUES(7,5,6,7,0,'PA000007	商业险	',X'9aed06be4958948ee3a088afefeeac07852ecc1c9822f933e45b20fc64d61cac',0,1773187200,510000,0,12,8,'保费',NULL,20524,1,7,1,X'010850413030303030370109e59586e4b89ae999a90107502d4d4f544f5201045830303102e0a03e06d6c00206d8c00206b0c6020000000000000000000109e7b2a4423132333435000000000106e5bca0e4b889');
INSERT INTO fact VALUES(8,5,6,7,0,'PA000007	商业险	',X'60e9d0ed7cfa824f8a3d8903ea64aad60759a0e56c8a605203d8d48580b463bc',0,1773187200,505000,1,1,NULL,NULL,NULL,20525,3,2,2,X'010850413030303030370109e59586e4b89ae999a90107502d4d4f544f5201045830303102d0d23d06d6c00206d8c00206b0c6020000000000000000000109e7b2a4423132333435000000000106e5bca0e4b8890000000000000000000000000802');
INSERT INTO fact VALUES(9,5,6,7,0,'PA000021	商业险	',X'916c06a77ec7b687c8ceee1df710cd053c0c4731a66e650bc5045af885e7f632',0,1773187200,499999,0,1,NULL,NULL,NULL,20525,3,3,2,X'010850413030303032310109e59586e4b89ae999a90107502d4d4f544f5201045830303102be843d06d6c00206d8c00206b0c6020000000000000000000109e7b2a4423132333435000000000106e5bca0e4b889');
CREATE TABLE finding (
  file INTEGER NOT NULL REFERENCES file, row INTEGER NOT NULL, number INTEGER NOT NULL,
  field INTEGER, reason TEXT NOT NULL, found TEXT NOT NULL, detail TEXT NOT NULL, warning INTEGER NOT NULL CHECK (warning IN (0, 1)),
  PRIMARY KEY (file, row, number)
) STRICT, WITHOUT ROWID;
INSERT INTO finding VALUES(1,5,1,4,'amount-unclear','abc','',0);
CREATE TABLE tally (
  run INTEGER NOT NULL REFERENCES run, feed TEXT NOT NULL, bucket TEXT NOT NULL, rows INTEGER NOT NULL, amount INTEGER NOT NULL,
  PRIMARY KEY (run, feed, bucket)
) STRICT, WITHOUT ROWID;
INSERT INTO tally VALUES(1,'merchants','in',2,0);
INSERT INTO tally VALUES(1,'merchants','settled',2,0);
INSERT INTO tally VALUES(1,'underwriting','conflict',2,1010000);
INSERT INTO tally VALUES(1,'underwriting','in',6,1924682);
INSERT INTO tally VALUES(1,'underwriting','rejected',1,0);
INSERT INTO tally VALUES(1,'underwriting','settled',2,414682);
INSERT INTO tally VALUES(2,'underwriting','before',1,500000);
INSERT INTO tally VALUES(2,'underwriting','in',2,1004999);
INSERT INTO tally VALUES(2,'underwriting','settled',2,1004999);
CREATE TABLE state (
  kind INTEGER NOT NULL, key TEXT NOT NULL, flow INTEGER NOT NULL,
  family TEXT, rank INTEGER NOT NULL, due INTEGER, payload BLOB NOT NULL,
  -- The run and its pass that set the due: what is set during a pass is handed over in the next.
  due_run INTEGER NOT NULL, due_pass INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
INSERT INTO state VALUES(4,'S001',1,NULL,0,NULL,X'8a000000010f73656c6c657220737570706c69657206000112e7acace4b880e4bf9de999a9e7bb8fe7baaa011239313434303330304d4135464142434431510106e7bb8fe7baaa00010b31333830303133383030300112e7acace4b880e4bf9de999a9e7bb8fe7baaa011036323232303030303131313132323232010ce68b9be59586e993b6e8a18c03809c9c39',1,0);
INSERT INTO state VALUES(4,'X001',1,NULL,0,NULL,X'89000000010f73656c6c657220737570706c69657206000112e7a68fe794b0e6b1bde8bda6e99480e594ae011239313434303330304d41354641424344335901053453e5ba9700010b31333830303133383030320112e7a68fe794b0e6b1bde8bda6e99480e594ae011036323232303030303131313134343434010ce5bbbae8aebee993b6e8a18c03808ece1c',1,0);
INSERT INTO state VALUES(10,'PA000001',5,NULL,0,NULL,X'4e0000000109e4baa4e5bcbae999a90104533030310104583030310107502d4d4f544f5202b0cc0b02aef80a020006d6c00206d8c00206b0c602000005080109e7b2a4423132333435000106e5bca0e4b8893a0000000109e59586e4b89ae999a90104533030310104583030310107502d4d4f544f520284832702a6e824020006d6c00206d8c00206b0c60200000506',1,0);
INSERT INTO state VALUES(10,'PA000007',5,NULL,0,NULL,X'4e0000000109e59586e4b89ae999a90104533030310104583030310107502d4d4f544f5202d0d23d02fe933a020006d6c00206d8c00206b0c602000005100109e7b2a4423132333435000106e5bca0e4b889',2,0);
INSERT INTO state VALUES(10,'PA000021',5,NULL,0,NULL,X'4e0000000109e59586e4b89ae999a90104533030310104583030310107502d4d4f544f5202be843d02a2ca39020006d6c00206d8c00206b0c602000005120109e7b2a4423132333435000106e5bca0e4b889',2,0);
INSERT INTO state VALUES(11,'S001',5,NULL,0,NULL,X'0800000006dac00205020502',1,0);
CREATE TABLE account (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL, unit TEXT NOT NULL, places INTEGER NOT NULL,
  -- 1 where debits raise the account, −1 where credits do.
  side INTEGER NOT NULL CHECK (side IN (1, -1)),
  floored INTEGER NOT NULL CHECK (floored IN (0, 1)),
  balance INTEGER NOT NULL,
  UNIQUE (path, unit),
  CHECK (floored = 0 OR balance * side >= 0)
) STRICT;
INSERT INTO account VALUES(1,'asset:input-vat','CNY',2,1,0,4897);
INSERT INTO account VALUES(2,'asset:receivable:S001','CNY',2,1,0,253524);
INSERT INTO account VALUES(3,'expense:commission:X001','CNY',2,1,0,163226);
INSERT INTO account VALUES(4,'income:commission:S001','CNY',2,-1,0,-239174);
INSERT INTO account VALUES(5,'liability:output-vat','CNY',2,-1,0,-14350);
INSERT INTO account VALUES(6,'liability:payable:X001','CNY',2,-1,0,-168123);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run,
  -- What makes the entry unique for ever, within the program; the database refuses it the second time.
  reference TEXT NOT NULL UNIQUE,
  kind INTEGER NOT NULL, cause TEXT NOT NULL,
  -- The hold it placed or moved on, and how.
  hold TEXT, step TEXT, corrects TEXT REFERENCES entry (reference)
) STRICT;
INSERT INTO entry VALUES(1,1,'4/settle',5,'4',NULL,NULL,NULL);
INSERT INTO entry VALUES(2,1,'3/settle',5,'3',NULL,NULL,NULL);
INSERT INTO entry VALUES(3,2,'8/settle',5,'8',NULL,NULL,NULL);
INSERT INTO entry VALUES(4,2,'9/settle',5,'9',NULL,NULL,NULL);
CREATE TABLE posting (
  entry INTEGER NOT NULL REFERENCES entry, number INTEGER NOT NULL, account INTEGER NOT NULL REFERENCES account,
  amount INTEGER NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (entry, number)
) STRICT, WITHOUT ROWID;
INSERT INTO posting VALUES(1,1,2,3585);
INSERT INTO posting VALUES(1,2,4,-3382);
INSERT INTO posting VALUES(1,3,5,-203);
INSERT INTO posting VALUES(1,4,3,870);
INSERT INTO posting VALUES(1,5,1,26);
INSERT INTO posting VALUES(1,6,6,-896);
INSERT INTO posting VALUES(2,1,2,60317);
INSERT INTO posting VALUES(2,2,4,-56903);
INSERT INTO posting VALUES(2,3,5,-3414);
INSERT INTO posting VALUES(2,4,3,38065);
INSERT INTO posting VALUES(2,5,1,1142);
INSERT INTO posting VALUES(2,6,6,-39207);
INSERT INTO posting VALUES(3,1,2,95283);
INSERT INTO posting VALUES(3,2,4,-89890);
INSERT INTO posting VALUES(3,3,5,-5393);
INSERT INTO posting VALUES(3,4,3,64756);
INSERT INTO posting VALUES(3,5,1,1943);
INSERT INTO posting VALUES(3,6,6,-66699);
INSERT INTO posting VALUES(4,1,2,94339);
INSERT INTO posting VALUES(4,2,4,-88999);
INSERT INTO posting VALUES(4,3,5,-5340);
INSERT INTO posting VALUES(4,4,3,59535);
INSERT INTO posting VALUES(4,5,1,1786);
INSERT INTO posting VALUES(4,6,6,-61321);
CREATE TABLE movement (
  run INTEGER NOT NULL REFERENCES run, account INTEGER NOT NULL REFERENCES account,
  debit INTEGER NOT NULL, credit INTEGER NOT NULL,
  PRIMARY KEY (run, account)
) STRICT, WITHOUT ROWID;
INSERT INTO movement VALUES(1,1,1168,0);
INSERT INTO movement VALUES(1,2,63902,0);
INSERT INTO movement VALUES(1,3,38935,0);
INSERT INTO movement VALUES(1,4,0,60285);
INSERT INTO movement VALUES(1,5,0,3617);
INSERT INTO movement VALUES(1,6,0,40103);
INSERT INTO movement VALUES(2,1,3729,0);
INSERT INTO movement VALUES(2,2,189622,0);
INSERT INTO movement VALUES(2,3,124291,0);
INSERT INTO movement VALUES(2,4,0,178889);
INSERT INTO movement VALUES(2,5,0,10733);
INSERT INTO movement VALUES(2,6,0,128020);
CREATE TABLE hold (
  reference TEXT PRIMARY KEY, source TEXT NOT NULL, held TEXT NOT NULL, target TEXT NOT NULL, unit TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  posted INTEGER NOT NULL CHECK (posted >= 0 AND posted <= amount),
  state TEXT NOT NULL CHECK (state IN ('open','posted','voided','expired')),
  due INTEGER, placed INTEGER NOT NULL REFERENCES run, resolved INTEGER REFERENCES run
) STRICT, WITHOUT ROWID;
CREATE TABLE line (
  run INTEGER NOT NULL, kind INTEGER NOT NULL, part INTEGER NOT NULL, number INTEGER NOT NULL,
  fact INTEGER NOT NULL, payload BLOB NOT NULL,
  PRIMARY KEY (run, kind, part, number)
) STRICT, WITHOUT ROWID;
INSERT INTO line VALUES(1,12,7,1,4,X'01134a532d32303236303331322d533030312d30310106e58e9fe5a78b02b0cc0b02aef80a02825402000380e8922602823802ec340296030106494e432d30320380dac40902800e01054c312d30340300020001054c322d303402800e02822a0106e5ba94e4bb98');
INSERT INTO line VALUES(1,12,7,2,3,X'01134a532d32303236303331322d533030312d30310106e58e9fe5a78b0284832702a6e82402de9a020200038088debe0102baae07028ef90602ac350106494e432d3031038084af5f029ed70301054c312d303103808ece1c02b08d0101054c322d303202cee40402ecc9020106e5ba94e4bb98');
INSERT INTO line VALUES(1,13,14,1,4,X'01134a532d32303236303331322d533030312d30310106e4b880e7baa702aef80a0380dac40902800e02cc0d023401054c312d30340106e5ba94e4bb98');
INSERT INTO line VALUES(1,13,14,2,3,X'01134a532d32303236303331322d533030312d30310106e4b880e7baa702a6e824038084af5f029ed70302c2c90302dc0d01054c312d30310106e5ba94e4bb98');
INSERT INTO line VALUES(1,13,14,3,3,X'01134a532d32303236303331322d533030312d30310106e4ba8ce7baa702a6e82403808ece1c02b08d0102a0890102900401054c322d30320106e5ba94e4bb98');
INSERT INTO line VALUES(2,12,7,1,8,X'01134a532d32303236303331332d533030312d30310106e58e9fe5a78b02d0d23d02fe933a02d2be030200038088debe0102e6d00b02c4fc0a02a2540106494e432d3031038084af5f02b4e80501054c312d30310380e8922602e2a90201054c322d30330296920802d0be030106e5ba94e4bb98');
INSERT INTO line VALUES(2,12,7,2,9,X'01134a532d32303236303331332d533030312d30310106e58e9fe5a78b02be843d02a2ca39029cba030200038088debe010286c20b02ceee0a02b8530106494e432d3031038084af5f0284e10501054c312d303103808ece1c028edd0101054c322d30320292be0702f483040106e5ba94e4bb98');
INSERT INTO line VALUES(2,13,14,1,8,X'01134a532d32303236303331332d533030312d30310106e4b880e7baa702fe933a038084af5f02b4e80502dcd20502d81501054c312d30310106e5ba94e4bb98');
INSERT INTO line VALUES(2,13,14,2,8,X'01134a532d32303236303331332d533030312d30310106e4ba8ce7baa702fe933a0380e8922602e2a902028ca10202d60801054c322d30330106e5ba94e4bb98');
INSERT INTO line VALUES(2,13,14,3,9,X'01134a532d32303236303331332d533030312d30310106e4b880e7baa702a2ca39038084af5f0284e10502c8cb0502bc1501054c312d30310106e5ba94e4bb98');
INSERT INTO line VALUES(2,13,14,4,9,X'01134a532d32303236303331332d533030312d30310106e4ba8ce7baa702a2ca3903808ece1c028edd0102d6d60102b80601054c322d30320106e5ba94e4bb98');
CREATE TABLE part (
  run INTEGER NOT NULL REFERENCES run, kind INTEGER NOT NULL, part INTEGER NOT NULL, rows INTEGER NOT NULL,
  PRIMARY KEY (run, kind, part)
) STRICT, WITHOUT ROWID;
INSERT INTO part VALUES(1,12,7,2);
INSERT INTO part VALUES(1,13,14,3);
INSERT INTO part VALUES(2,12,7,2);
INSERT INTO part VALUES(2,13,14,4);
CREATE TABLE part_total (
  run INTEGER NOT NULL, kind INTEGER NOT NULL, part INTEGER NOT NULL, field INTEGER NOT NULL, amount INTEGER NOT NULL,
  PRIMARY KEY (run, kind, part, field)
) STRICT, WITHOUT ROWID;
INSERT INTO part_total VALUES(1,12,7,2,414682);
INSERT INTO part_total VALUES(1,12,7,3,391210);
INSERT INTO part_total VALUES(1,12,7,4,23472);
INSERT INTO part_total VALUES(1,12,7,5,0);
INSERT INTO part_total VALUES(1,12,7,7,63902);
INSERT INTO part_total VALUES(1,12,7,8,60285);
INSERT INTO part_total VALUES(1,12,7,9,3617);
INSERT INTO part_total VALUES(1,12,7,12,31055);
INSERT INTO part_total VALUES(1,12,7,15,9048);
INSERT INTO part_total VALUES(1,12,7,17,40103);
INSERT INTO part_total VALUES(1,12,7,18,23799);
INSERT INTO part_total VALUES(1,13,14,4,40103);
INSERT INTO part_total VALUES(1,13,14,5,38935);
INSERT INTO part_total VALUES(1,13,14,6,1168);
INSERT INTO part_total VALUES(2,12,7,2,1004999);
INSERT INTO part_total VALUES(2,12,7,3,948112);
INSERT INTO part_total VALUES(2,12,7,4,56887);
INSERT INTO part_total VALUES(2,12,7,5,0);
INSERT INTO part_total VALUES(2,12,7,7,189622);
INSERT INTO part_total VALUES(2,12,7,8,178889);
INSERT INTO part_total VALUES(2,12,7,9,10733);
INSERT INTO part_total VALUES(2,12,7,12,94812);
INSERT INTO part_total VALUES(2,12,7,15,33208);
INSERT INTO part_total VALUES(2,12,7,17,128020);
INSERT INTO part_total VALUES(2,12,7,18,61602);
INSERT INTO part_total VALUES(2,13,14,4,128020);
INSERT INTO part_total VALUES(2,13,14,5,124291);
INSERT INTO part_total VALUES(2,13,14,6,3729);
CREATE TABLE open (
  run INTEGER NOT NULL, kind INTEGER NOT NULL, part INTEGER NOT NULL, number INTEGER NOT NULL, fact INTEGER NOT NULL,
  PRIMARY KEY (run, kind, part, number)
) STRICT, WITHOUT ROWID;
INSERT INTO open VALUES(1,12,7,1,5);
INSERT INTO open VALUES(1,12,7,2,7);
INSERT INTO open VALUES(1,12,7,3,6);
INSERT INTO open VALUES(1,13,14,1,7);
INSERT INTO open VALUES(1,13,14,2,6);
INSERT INTO open VALUES(1,13,15,1,5);
INSERT INTO open VALUES(2,12,7,1,5);
INSERT INTO open VALUES(2,13,15,1,5);
CREATE TABLE sheet (
  run INTEGER NOT NULL REFERENCES run, party TEXT NOT NULL, name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('written','published','failed')),
  digest TEXT, size INTEGER, rows INTEGER, totals TEXT, reason TEXT,
  PRIMARY KEY (run, party, name)
) STRICT, WITHOUT ROWID;
INSERT INTO sheet VALUES(1,'S001','receipt_underwriting_list.csv.xlsx','published','e982369c188ec8238e2e10921e7fab2bdfab371d1f5d8a695fe4be3d4c33e4ff',10975,6,'',NULL);
INSERT INTO sheet VALUES(1,'finance','business-desk.xlsx','published','5ba368a670c1f538b978de5c22a241302e23eb597eec42270077fcd0c67aa819',13761,2,'含税保费=4146.82 不含税保费=3912.10 收入金额=639.02 支出合计=401.03 差额=237.99',NULL);
INSERT INTO sheet VALUES(1,'platform','receipt_merchants_merchants.csv.xlsx','published','562e01601f4bc88ca5cec8af7aa803d8402d21d439381a3ee1e4dec02bfc23d2',10230,2,'',NULL);
INSERT INTO sheet VALUES(2,'S001','receipt_underwriting_later.csv.xlsx','published','3578f58ae42e3d0fb3e38160f544e3c8cfdb13b246b7a0aa67cda34777c4bd4f',10333,2,'',NULL);
INSERT INTO sheet VALUES(2,'finance','business-desk.xlsx','published','b1013748c79750c13a06c69fa7401ecd6805d841b3368e8afa0820777bff1d0b',13350,2,'含税保费=10049.99 不含税保费=9481.12 收入金额=1896.22 支出合计=1280.20 差额=616.02',NULL);
CREATE TABLE again (
          run INTEGER NOT NULL REFERENCES run, flow INTEGER NOT NULL, pass INTEGER NOT NULL,
          rank INTEGER NOT NULL, at INTEGER NOT NULL, key TEXT NOT NULL, fact INTEGER NOT NULL REFERENCES fact,
          PRIMARY KEY (run, flow, pass, rank, at, key, fact)
        ) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX file_taken ON file (party, feed, digest, repetition) WHERE state = 'taken';
CREATE INDEX file_run ON file (run, state);
CREATE UNIQUE INDEX fact_identity ON fact (feed, scope, key) WHERE state < 10;
CREATE INDEX fact_waiting ON fact (flow, rank, at, key) WHERE state = 0;
CREATE INDEX fact_file ON fact (file);
CREATE INDEX fact_exception ON fact (flow, state) WHERE state IN (2, 10, 12);
CREATE INDEX fact_twin ON fact (flow, feed, key) WHERE state = 20;
CREATE INDEX state_family ON state (kind, family, key) WHERE family IS NOT NULL;
CREATE INDEX state_due ON state (flow, rank, due, key, kind) WHERE due IS NOT NULL;
CREATE INDEX entry_run ON entry (run);
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;
CREATE TRIGGER entry_remains BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;
CREATE TRIGGER posting_stays BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'a posting never changes'); END;
CREATE TRIGGER posting_remains BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'a posting is never removed'); END;
CREATE INDEX movement_account ON movement (account, run);
CREATE TRIGGER hold_once BEFORE UPDATE ON hold WHEN OLD.state <> 'open'
  BEGIN SELECT RAISE(ABORT, 'a hold is resolved once'); END;
CREATE INDEX line_fact ON line (fact);
COMMIT;
