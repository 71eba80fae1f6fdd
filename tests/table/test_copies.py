from assistant.table import Indicator, TargetTable


def test_a_copy_with_other_indicators_has_other_blocks() -> None:
    table = TargetTable(indicators=(Indicator(section="履职", duty="维护秩序", key_task="疏堵", name="处置率"),))
    assert len(table.blocks) == 1
    assert table.model_copy(update={"indicators": ()}).blocks == ()
