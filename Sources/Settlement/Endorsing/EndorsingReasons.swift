package import Tables

/// Why an endorsement is not settled; each with an exhibit under `samples/`. (domain.md B1-10 to B1-14)
package enum EndorsingReasons {
  package static let awaitingPolicy = Reason(
    "awaiting-policy", zh: "待原保单", en: "waits for its policy to be settled",
    remedyZh: "等待或补报原保单；每晚自动重试，账龄见本表", remedyEn: "wait for the policy, or send it; it is tried again every night, and its age is shown")
  package static let changeMissing = Reason(
    "change-missing", zh: "没有保费变化，也没有改后保费", en: "neither a change of premium nor a new premium is given",
    remedyZh: "填写保费变化或改后保费之一后重报", remedyEn: "fill 保费变化 or 改后保费 and send the row again")
  package static let changeTwice = Reason(
    "change-twice", zh: "保费变化与改后保费只能填一项", en: "both a change of premium and a new premium are given",
    remedyZh: "清空其中一项后重报", remedyEn: "leave one of the two blank and send the row again")
  package static let otherSupplier = Reason(
    "endorsement-of-another", zh: "该保单不是本供应商承保", en: "the policy is another supplier's",
    remedyZh: "核对保单号；批改须由原供应商报送", remedyEn: "check the policy number; the policy's own supplier sends its endorsements")
  package static let cancellationBarred = Reason(
    "cancellation-barred", zh: "交强险不得因此退保", en: "a compulsory line is not cancelled for this reason",
    remedyZh: "按法定情形填写退保原因后重报", remedyEn: "give one of the reasons the law lists as 退保原因 and send the row again")
  package static let clawBack = Reason(
    "claw-back", zh: "冲减超额：退回超过已结算", en: "more is taken back than was ever settled",
    remedyZh: "核对批单金额；确属无误由平台审批放行", remedyEn: "check the endorsement; if it is right, have the platform approve it")
  package static let clawBackRefused = Reason(
    "claw-back-refused", zh: "冲减超额：审批驳回", en: "the claw-back was refused in review",
    remedyZh: "以更正后的批单重新报送", remedyEn: "send a corrected endorsement")
  package static let negativePremium = Reason(
    "premium-negative", zh: "保费为负而无批单号", en: "the premium is negative and there is no endorsement number",
    remedyZh: "减保、退保请报送批改清单或填写批单号", remedyEn: "send reductions as endorsements, or fill 批单号")

  package static let all = [
    awaitingPolicy, changeMissing, changeTwice, otherSupplier, cancellationBarred, clawBack, clawBackRefused, negativePremium,
  ]
}
